import { COMMANDS, COMMAND_WORDS, type Command } from '../commands.ts'
import { KEYS, keyNames, type Context } from '../keys.ts'
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

const MARKS: readonly Line[] = [
  [['  ✓ seen and right   ✗ error   ▲ warning   ● note']],
  [['  ↷ tried, and the workflow went on   - not needed   ? cannot be seen']],
  [['  … in progress   · not reached']],
]
