import { OFT_TYPES, readOftHeader } from '../../peer/oft-header.ts'
import type { Finding } from '../../rules/finding.ts'
import type { State } from '../state.ts'
import type { Message } from './subject.ts'

const TYPE_AT = 6
const COOKIE_AT = 8

/** `OFT 0202 ACK` */
const OFT_GHOST = /^OFT ([0-9a-f]{4})\b/

/**
 * The header that should have been there: by the protocol it is the prompt again, with another type and the ICBM cookie.
 * Only for headers of OFT: what else is missing would have held what only its sender knows.
 */
export function ghostMessage(state: State, finding: Finding): Message | undefined {
  const digits = OFT_GHOST.exec(finding.ghost?.name ?? '')?.[1]
  const prompt = promptBytes(state, finding)
  if (digits === undefined || prompt === undefined || prompt.length < COOKIE_AT + 8) return undefined
  const bytes = prompt.slice()
  const type = parseInt(digits, 16)
  bytes[TYPE_AT] = type >> 8
  bytes[TYPE_AT + 1] = type & 0xff
  const cookie = finding.conversation?.cookie ?? ''
  for (let at = 0; at < 8 && at * 2 < cookie.length; at++)
    bytes[COOKIE_AT + at] = parseInt(cookie.slice(at * 2, at * 2 + 2), 16)
  const header = readOftHeader(bytes, 0, bytes.length)
  return {
    title: `expected OFT ${digits} ${OFT_TYPES.get(type)?.name ?? ''}`,
    nodes: [header.node],
    bytes,
    isGhost: true,
  }
}

/** Bytes of the header that asked for the missing one. */
function promptBytes({ store, rows }: State, { transfer, track }: Finding): Uint8Array | undefined {
  const view = transfer?.best
  const packet = view?.file.seen('prompt')?.packets.at(-1)
  const carrier = view?.track ?? track
  if (packet === undefined || carrier === undefined) return undefined
  const n = store.eventsOf(carrier).find((event) => store.index.packet(event) === packet)
  return n === undefined ? undefined : rows.get(n).bytes
}
