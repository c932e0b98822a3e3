import type { CommandName } from './commands.ts'
import type { State } from './state.ts'

/** Where a key means something: `all` panes, one of them, or what lies over them. */
export type Context = 'all' | 'main' | 'detail' | 'hex' | 'overlay'

export interface KeyRow {
  readonly context: Context
  /** As `Keyboard` names them: `j`, `G`, `C-f`, `space`, `S-tab`. */
  readonly keys: readonly string[]
  readonly command: CommandName
  /** What the command is told. */
  readonly argument?: string
  readonly help: string
}

const row = (context: Context, keys: string, command: CommandName, help: string, argument?: string): KeyRow => ({
  context,
  keys: keys.split(' '),
  command,
  help,
  ...(argument === undefined ? {} : { argument }),
})

/** Every key there is. The help screen, the hints and the documentation are made of this table. */
// prettier-ignore
export const KEYS: readonly KeyRow[] = [
  row('all', 'j down', 'move', 'next row', '1'),
  row('all', 'k up', 'move', 'row before', '-1'),
  row('all', 'C-f pagedown', 'page', 'next page', '1'),
  row('all', 'C-b pageup', 'page', 'page before', '-1'),
  row('all', 'C-d', 'page', 'half a page down', '0.5'),
  row('all', 'C-u', 'page', 'half a page up', '-0.5'),
  row('all', 'g home', 'first', 'first row'),
  row('all', 'G end', 'last', 'last row'),
  row('main', 'h left', 'scroll', 'scroll to the left', '-1'),
  row('main', 'l right', 'scroll', 'scroll to the right', '1'),
  row('detail', 'h left', 'fold', 'fold the field, or the one around it'),
  row('detail', 'l right', 'unfold', 'unfold the field'),
  row('hex', 'h left', 'byte', 'byte before', '-1'),
  row('hex', 'l right', 'byte', 'next byte', '1'),
  row('all', 'enter', 'open', 'open: the ladder of a transfer, the events of a connection, the fields of a message'),
  row('all', 'escape', 'back', 'back, or clear what is in the way'),
  row('all', 'q', 'leave', 'back; quits at the top level'),
  row('all', 'tab', 'focus', 'next pane', '1'),
  row('all', 'S-tab', 'focus', 'pane before', '-1'),
  row('all', '1', 'view', 'transfers', 'transfers'),
  row('all', '2', 'view', 'ladder', 'ladder'),
  row('all', '3', 'view', 'timeline', 'timeline'),
  row('all', '4', 'view', 'findings', 'findings'),
  row('all', '5', 'view', 'flows', 'flows'),
  row('all', '6', 'view', 'stats', 'stats'),
  row('all', '/', 'search', 'search in names, summaries, fields, bytes (hex)'),
  row('all', 'n', 'again', 'next match', '1'),
  row('all', 'N', 'again', 'match before', '-1'),
  row('all', 'f', 'filter', 'edit the filter'),
  row('all', 'F', 'unfilter', 'clear the filter'),
  row('all', ':', 'command', 'command line'),
  row('all', 'e', 'finding', 'next error', 'error'),
  row('all', 'E', 'finding', 'error before', '-error'),
  row('all', 'w', 'finding', 'next warning', 'warning'),
  row('all', 'W', 'finding', 'warning before', '-warning'),
  row('all', 'm', 'pending', 'set a mark: m and a letter', 'm'),
  row('all', "'", 'pending', "go to a mark: ' and a letter", "'"),
  row('all', 'space', 'choose', 'select the row, or let it go'),
  row('all', '=', 'compare', 'compare two selected messages'),
  row('all', 'x', 'explain', 'explain the finding or message'),
  row('all', 'b', 'bytes', 'real bytes, or those that should be there'),
  row('all', 'X', 'extract', 'extract files'),
  row('all', 'y', 'pending', 'copy: y and j JSON, h hex, c C, g Go, f field, w filter, t text', 'y'),
  row('all', 's', 'save', 'save the selection as pcapng'),
  row('all', 't', 'time', 'next time format'),
  row('all', 'L', 'lanes', 'lanes: people, hosts, addresses'),
  row('all', '+', 'expand', 'file data as segments'),
  row('all', '-', 'squash', 'file data as one row'),
  row('all', '|', 'layout', 'next layout'),
  row('all', 'z', 'zoom', 'zoom the pane'),
  row('all', '<', 'size', 'smaller main pane', '-5'),
  row('all', '>', 'size', 'larger main pane', '5'),
  row('all', 'A', 'tail', 'follow the newest event'),
  row('all', 'p', 'pause', 'hold the view; reading goes on'),
  row('all', 'C-l', 'redraw', 'draw the screen again'),
  row('all', 'C-z', 'suspend', 'suspend the program'),
  row('all', 'C-c', 'cancel', 'stop reading; quits when nothing is read'),
  row('all', '? f1', 'help', 'this help'),
  row('overlay', 'j down enter', 'turn', 'next line', '1'),
  row('overlay', 'k up', 'turn', 'line before', '-1'),
  row('overlay', 'C-f pagedown space', 'turn', 'next page', '10'),
  row('overlay', 'C-b pageup', 'turn', 'page before', '-10'),
  row('overlay', 'g home', 'turn', 'first line', '-100000'),
  row('overlay', 'G end', 'turn', 'last line', '100000'),
  row('overlay', 'escape q ? x', 'close', 'close'),
  row('overlay', 'C-c', 'quit', 'quit'),
  row('overlay', 'C-z', 'suspend', 'suspend the program'),
  row('overlay', 'C-l', 'redraw', 'draw the screen again'),
]

/** What a key does in the contexts given, the first of them that knows it. */
export function lookUp(key: string, contexts: readonly Context[]): KeyRow | undefined {
  for (const context of contexts) {
    const found = KEYS.find((candidate) => candidate.context === context && candidate.keys.includes(key))
    if (found !== undefined) return found
  }
  return undefined
}

const NAMES: Readonly<Record<string, string>> = {
  space: 'Space',
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  'S-tab': 'S-Tab',
  f1: 'F1',
}

/** What the bottom line says of keys, most useful first: those that mean something where the cursor is. */
const HINTS: readonly (readonly [CommandName, string, (state: State) => boolean])[] = [
  ['open', 'open', ({ focus, view }) => focus === 'main' && view !== 'stats'],
  ['unfold', 'unfold', ({ focus }) => focus === 'detail'],
  ['fold', 'fold', ({ focus }) => focus === 'detail'],
  ['bytes', 'show bytes', ({ selection }) => selection.finding?.ghost !== undefined],
  ['explain', 'explain', ({ view }) => view !== 'stats'],
  ['finding', 'next error', ({ store }) => store.counts.error > 0],
  ['expand', 'segments', ({ view }) => view === 'ladder'],
  ['lanes', 'lanes', ({ view }) => view === 'ladder'],
  ['compare', 'compare', ({ chosen }) => chosen.size === 2],
  ['choose', 'select', ({ view }) => view === 'timeline'],
  ['focus', 'pane', () => true],
  ['leave', 'back', ({ trail, focus }) => trail.length > 0 || focus !== 'main'],
  ['leave', 'quit', ({ trail, focus }) => trail.length === 0 && focus === 'main'],
]

/** A key as people read it. */
export const keyName = (key: string): string => NAMES[key] ?? key

export interface Hint {
  readonly key: string
  readonly text: string
}

/** Keys to know here, most useful first. */
export function hintsFor(state: State): Hint[] {
  return HINTS.filter(([, , means]) => means(state)).map(([command, text]) => {
    const found = KEYS.find((row) => row.command === command && row.context !== 'overlay')!
    return { key: keyName(found.keys[0]!), text }
  })
}

/** A row's keys as people read them. */
export const keyNames = ({ keys }: KeyRow): string => keys.map(keyName).join(' ')
