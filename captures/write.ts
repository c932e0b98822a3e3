/**
 * Writes the captures that are not recordings: each takes a recording of real clients (captures/real) and breaks something
 * in it, with sequence numbers, lengths and sums as the clients would have sent them. `npm run captures` runs this; a test
 * compares the files with what it would write.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { u16 } from '../test/support/bytes.ts'
import {
  bytesAt,
  FAULTS,
  flapFrames,
  inMessage,
  oftHeaders,
  patch,
  PROPOSE,
  remove,
} from '../test/support/faults/index.ts'
import { Recording } from '../test/support/recording.ts'

const here = dirname(fileURLToPath(import.meta.url))
const recording = (name: string): Recording => new Recording(readFileSync(join(here, 'real', `${name}.pcap`)))

/** Faults that come with the program as captures; `npm run fault` makes the others. */
const BUNDLED = [
  'ack-dropped',
  'done-dropped',
  'ack-cookie-zero',
  'done-cookie-changed',
  'body-short',
  'done-count-wrong',
  'sequence-num-missing',
  'cancel-reason-missing',
  'flap-number-skipped',
]

/** Three files at once between two libpurple clients: one loses its 0x0202, one its 0x0204, one its SEQUENCE_NUM. */
function transferWithFaults(): Uint8Array {
  const edited = recording('three-at-once')
  remove(edited, oftHeaders(edited, 0x0202)[0]!)
  remove(edited, oftHeaders(edited, 0x0204)[2]!)
  inMessage({ type: PROPOSE, nth: 1 }, (message) => message.drop(0x0a))(edited)
  // Bob's client skips a FLAP number before its sign-off.
  const bye = flapFrames(edited).findLast(({ stream, at }) => stream.bytes[at + 1] === 4)!
  const [, , high, low] = bytesAt(bye)
  patch(edited, bye, 2, u16(((high! << 8) | low!) + 1))
  return edited.pcap()
}

/** Every capture this script writes: path below captures/, and its bytes. */
export function synthetic(): Map<string, Uint8Array> {
  const files = new Map([['transfer-with-faults.pcap', transferWithFaults()]])
  for (const name of BUNDLED) {
    const fault = FAULTS[name]!
    const edited = recording(fault.base)
    if (!fault.apply(edited)) throw new Error(`${name} found nothing to break`)
    files.set(`faults/${name}.pcap`, edited.pcap())
  }
  return files
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(here, 'faults'), { recursive: true })
  for (const [name, bytes] of synthetic()) writeFileSync(join(here, name), bytes)
}
