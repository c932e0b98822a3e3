import type { Node } from '../../bytes/node.ts'
import type { State } from '../state.ts'
import { ghostMessage } from './ghost.ts'

/** What the detail and hex panes show: a decoded message and its bytes. */
export interface Message {
  readonly title: string
  readonly nodes: readonly Node[]
  readonly bytes: Uint8Array
  readonly isGhost: boolean
}

export function messageOf(state: State): Message | undefined {
  const { selection, ghostBytes } = state
  if (ghostBytes && selection.finding?.ghost !== undefined) return ghostMessage(selection.finding.ghost)
  if (selection.event === undefined) return undefined
  const row = state.rows.get(selection.event)
  return { title: row.text, nodes: row.decoded.nodes, bytes: row.bytes, isGhost: false }
}
