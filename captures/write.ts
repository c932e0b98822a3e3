/**
 * Writes the captures that are not recordings: each takes a recording of real clients (captures/real) and breaks something
 * in it, with sequence numbers, lengths and sums as the clients would have sent them. `npm run captures` runs this; a test
 * compares the files with what it would write.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { u16 } from '../test/support/bytes.ts'
import { FAULTS, flapFrames, oftHeaders, patch, remove, removeTag, rendezvousFrames } from '../test/support/faults.ts'
import { Recording } from '../test/support/recording.ts'

const here = dirname(fileURLToPath(import.meta.url))
const recording = (name: string): Recording => new Recording(readFileSync(join(here, 'real', `${name}.pcap`)))

/** Which recording shows a fault best. */
const BASES: Readonly<Record<string, string>> = { 'cancel-reason-missing': 'declined' }

/** Three files at once between two libpurple clients: one loses its 0x0202, one its 0x0204, one its SEQUENCE_NUM. */
function transferWithFaults(): Uint8Array {
  const edited = recording('three-at-once')
  remove(edited, oftHeaders(edited, 0x0202)[0]!)
  remove(edited, oftHeaders(edited, 0x0204)[2]!)
  const proposals = rendezvousFrames(edited, 0).map(({ stream, at, length }) => stream.bytes.slice(at, at + length))
  // Both copies of the second proposal: its cookie is in the first six bytes behind the SNAC header.
  const cookie = (frame: Uint8Array): string => frame.subarray(16, 24).join('.')
  const second = [...new Set(proposals.map(cookie))][1]
  for (let copy = 0; copy < 2; copy++) {
    const found = rendezvousFrames(edited, 0).filter(
      ({ stream, at, length }) => cookie(stream.bytes.subarray(at, at + length)) === second,
    )[copy]!
    removeTag(edited, found, 0x000a)
  }
  // Bob's client skips a FLAP number before its sign-off.
  const bye = flapFrames(edited).findLast(({ stream, at }) => stream.bytes[at + 1] === 4)!
  const number = (bye.stream.bytes[bye.at + 2]! << 8) | bye.stream.bytes[bye.at + 3]!
  patch(edited, bye, 2, u16(number + 1))
  return edited.pcap()
}

/** Every capture this script writes: path below captures/, and its bytes. */
export function synthetic(): Map<string, Uint8Array> {
  const files = new Map([['transfer-with-faults.pcap', transferWithFaults()]])
  for (const [name, fault] of Object.entries(FAULTS)) {
    const edited = recording(BASES[name] ?? 'direct')
    if (!fault.apply(edited)) throw new Error(`${name} found nothing to break`)
    files.set(`faults/${name}.pcap`, edited.pcap())
  }
  return files
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(here, 'faults'), { recursive: true })
  for (const [name, bytes] of synthetic()) writeFileSync(join(here, name), bytes)
}
