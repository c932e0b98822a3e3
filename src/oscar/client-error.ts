/**
 * What follows the code of ICBM__CLIENT_ERR. On channel 2 with code 3: u16 length (2) and u16 reason for a refused proposal,
 * or the relayed answer of an ICQ client, which starts with the length of its first part, 27, little-endian.
 */
import { NAK_REASONS } from './rendezvous/reasons.ts'
import { icqRelay } from './rendezvous/service-data.ts'
import { framed } from './structures.ts'
import { enum16, type Block } from './types.ts'

const reason = framed('u16', enum16(NAK_REASONS))
const RELAY_START = 0x1b00

export const clientErrorInfo: Block = {
  kind: 'client error info',
  fields: [
    ['relay', icqRelay],
    ['reason', reason],
  ],
  readInto(cursor, out) {
    if (cursor.left < 2) return
    const start = (cursor.bytes[cursor.at]! << 8) | cursor.bytes[cursor.at + 1]!
    if (start === RELAY_START) out.push(icqRelay.read(cursor, 'relay'))
    else out.push(reason.read(cursor, 'reason'))
  },
}
