import { hex } from '../../bytes/hex.ts'
import { toJson } from '../../bytes/node.ts'
import { cArray, goArray } from '../../report/ghost.ts'
import { valueText } from '../../report/tree.ts'
import { detailRows } from '../panes/detail.ts'
import { messageOf } from '../panes/subject.ts'
import type { State } from '../state.ts'
import { plainText } from '../style.ts'
import { VIEWS } from '../views/index.ts'

/** Columns of a row that is copied as text. */
const ROW_WIDTH = 160

/** What `y` and a letter copy; undefined when there is no such thing here. */
export function copyText(state: State, what: string): string | undefined {
  return Object.hasOwn(COPIES, what) ? COPIES[what]!(state) : undefined
}

const COPIES: Readonly<Record<string, (state: State) => string | undefined>> = {
  j(state) {
    const message = messageOf(state)
    if (message === undefined) return undefined
    const root = { name: 'message', at: 0, end: 0, children: message.nodes }
    return JSON.stringify(toJson(root, { secrets: state.settings.secrets }), null, 2)
  },
  h(state) {
    const bytes = messageOf(state)?.bytes
    return bytes === undefined || bytes.length === 0 ? undefined : hex(bytes)
  },
  c: (state) => arrayOf(state, cArray),
  g: (state) => arrayOf(state, goArray),
  f(state) {
    const node = detailRows(state)[state.tree.cursor]?.node
    return node === undefined ? undefined : `${node.name}: ${valueText(node, state.settings.secrets)}`
  },
  w(state) {
    const { event, finding } = state.selection
    const packets = event === undefined ? finding?.packets : state.rows.get(event).packets
    if (packets === undefined || packets.length === 0) return undefined
    return packets.length === 1 ? `frame.number == ${packets[0]!}` : `frame.number in {${packets.join(', ')}}`
  },
  t(state) {
    const view = VIEWS[state.view]
    const { cursor } = state.position
    return cursor < view.count(state) ? plainText(view.row(state, cursor, ROW_WIDTH)).trim() : undefined
  },
}

/** The bytes shown as source of a language. */
function arrayOf(state: State, write: (bytes: Uint8Array) => string[]): string | undefined {
  const bytes = messageOf(state)?.bytes
  return bytes === undefined || bytes.length === 0 ? undefined : write(bytes).join('\n')
}
