import { COMMANDS, COMMAND_WORDS, type Command } from '../commands.ts'
import { KEYS, keyName, keyNames, type Context } from '../keys.ts'
import type { Line } from '../style.ts'

const CONTEXTS: Readonly<Record<Context, string>> = {
  all: 'Everywhere',
  main: 'In a list',
  detail: 'In the detail tree',
  hex: 'In the bytes',
  overlay: 'Here, and in other texts that lie over the screen',
}

/** All keys and commands, from their tables. */
export function helpLines(): Line[] {
  const keys = Object.entries(CONTEXTS).flatMap(([context, title]): Line[] => [
    [[title, 'heading']],
    ...KEYS.filter((row) => row.context === context).map((row): Line => [
      [`  ${keyNames(row).padEnd(20)}`, 'key'],
      [row.help],
    ]),
    [],
  ])
  const table: Readonly<Record<string, Command>> = COMMANDS
  const commands = COMMAND_WORDS.map((name): Line => {
    const { help = '', words = [] } = table[name]!
    return [[`  :${name.padEnd(19)}`, 'key'], [words.length === 0 ? help : `${help}: ${words.join(' ')}`]]
  })
  return [...keys, [['Marks of the steps', 'heading']], ...MARKS, [], [['Commands', 'heading']], ...commands]
}

/** The same as a document. */
export function keysDocument(): string {
  const sections = Object.entries(CONTEXTS).flatMap(([context, title]) => [
    `## ${title}\n`,
    '| key | what it does |',
    '| --- | --- |',
    ...KEYS.filter((row) => row.context === context).map(
      (row) => `| ${row.keys.map((key) => `\`${keyName(key).replace('|', '\\|')}\``).join(' ')} | ${row.help} |`,
    ),
    '',
  ])
  const table: Readonly<Record<string, Command>> = COMMANDS
  const commands = COMMAND_WORDS.map((name) => {
    const { help = '', words = [] } = table[name]!
    return `| \`:${name}\` | ${help}${words.length === 0 ? '' : `: ${words.map((word) => `\`${word}\``).join(' ')}`} |`
  })
  const intro = 'Made of the table in `src/tui/keys.ts`; the program shows the same with `?`. `C-f` is Ctrl and f.'
  return [
    '# Keys of the screens\n',
    `${intro}\n`,
    ...sections,
    '## Commands\n',
    '| command | what it does |',
    '| --- | --- |',
    ...commands,
    '',
  ].join('\n')
}

const MARKS: readonly Line[] = [
  [['  ✓ seen and right   ✗ error   ▲ warning   ● note']],
  [['  ↷ tried, and the workflow went on   - not needed   ? cannot be seen']],
  [['  … in progress   · not reached']],
]
