import { ghostNodes } from '../../report/ghost.ts'
import type { Ghost } from '../../rules/finding.ts'
import type { Message } from './subject.ts'

const NO_BYTES = new Uint8Array(0)

/** The message that should have been there. */
export function ghostMessage(ghost: Ghost): Message {
  const { name, bytes = NO_BYTES } = ghost
  const title = `expected ${name}${bytes.length === 0 ? ': its bytes cannot be told' : ''}`
  return { title, nodes: ghostNodes(ghost), bytes, isGhost: true }
}
