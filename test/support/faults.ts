/**
 * Faults on demand: each takes a clean recording of real clients and breaks one thing in it, the way a buggy client or
 * server would have, with all lengths and sums right. `code` is the rule that has to find it.
 */
import { concat, u16 } from './bytes.ts'
import type { Recording } from './recording.ts'
import { type RecordedStream } from './recording.ts'

export interface Fault {
  /** The rules of which one must speak, and no other error may. */
  readonly codes: readonly string[]
  /** Breaks the recording; false when it has nothing of this kind to break. */
  readonly apply: (recording: Recording) => boolean
}

interface Found {
  readonly stream: RecordedStream
  readonly at: number
  readonly length: number
}

/** OFT2 headers of a type, in the order of the streams. */
export function oftHeaders(recording: Recording, type: number): Found[] {
  const wanted = concat('4f465432', u16(0x100), u16(type))
  return recording
    .streams()
    .flatMap((stream) => occurrences(stream.bytes, wanted).map((at) => ({ stream, at, length: 256 })))
}

/** FLAP frames whose payload holds a rendezvous block of a type: 0 propose, 1 cancel, 2 accept; both copies. */
export function rendezvousFrames(recording: Recording, type: number): Found[] {
  return flapFrames(recording).filter(({ stream, at, length }) => {
    const block = blockAt(stream.bytes.subarray(at, at + length))
    return block !== undefined && stream.bytes[at + block.at + 1] === type
  })
}

/** All FLAP frames of streams that consist of them. */
export function flapFrames(recording: Recording): Found[] {
  return recording.streams().flatMap((stream) => {
    const found: Found[] = []
    for (let at = 0; stream.bytes[at] === 0x2a && at + 6 <= stream.bytes.length;) {
      const length = 6 + word(stream.bytes, at + 4)
      found.push({ stream, at, length })
      at += length
    }
    return found
  })
}

/** Sets bytes inside of what was found. */
export function patch(recording: Recording, { stream, at }: Found, offset: number, bytes: Uint8Array): void {
  recording.replace(stream, at + offset, bytes.length, bytes)
}

export function remove(recording: Recording, { stream, at, length }: Found): void {
  recording.replace(stream, at, length, new Uint8Array(0))
}

/** Takes the first tag of this number out of a rendezvous frame and shortens what contains it. */
export function removeTag(recording: Recording, found: Found, tag: number): boolean {
  const frame = found.stream.bytes.slice(found.at, found.at + found.length)
  const block = blockAt(frame)
  if (block === undefined) return false
  for (let at = block.at + 26; at + 4 <= block.at + block.length; at += 4 + word(frame, at + 2)) {
    if (word(frame, at) !== tag) continue
    const size = 4 + word(frame, at + 2)
    const shorter = concat(frame.subarray(0, at), frame.subarray(at + size))
    shorter.set(u16(frame.length - size - 6), 4)
    shorter.set(u16(block.length - size), block.at - 2)
    recording.replace(found.stream, found.at, found.length, shorter)
    return true
  }
  return false
}

/** Place and length of the rendezvous block, value of TLV 0x0005, in a FLAP frame. */
function blockAt(frame: Uint8Array): { readonly at: number; readonly length: number } | undefined {
  const subgroup = word(frame, 8)
  if (frame[1] !== 2 || word(frame, 6) !== 4 || (subgroup !== 6 && subgroup !== 7) || word(frame, 24) !== 2)
    return undefined
  let at = 27 + frame[26]!
  if (subgroup === 7) {
    const count = word(frame, at + 2)
    at += 4
    for (let n = 0; n < count; n++) at += 4 + word(frame, at + 2)
  }
  for (; at + 4 <= frame.length; at += 4 + word(frame, at + 2)) {
    if (word(frame, at) === 5) return { at: at + 4, length: word(frame, at + 2) }
  }
  return undefined
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

function occurrences(bytes: Uint8Array, wanted: Uint8Array): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, k) => bytes[at + k] === byte)) found.push(at)
  }
  return found
}

/** Applies `change` to the first thing found. */
const first =
  (find: (recording: Recording) => Found[], change: (recording: Recording, found: Found) => boolean | void) =>
  (recording: Recording): boolean => {
    const found = find(recording)[0]
    return found !== undefined && change(recording, found) !== false
  }

/** Applies `change` to everything found: both copies of a message. The streams are read anew, because they move. */
const both =
  (find: (recording: Recording) => Found[], change: (recording: Recording, found: Found) => boolean | void) =>
  (recording: Recording): boolean => {
    const count = find(recording).length
    for (let index = 0; index < count; index++) {
      const found = find(recording)[index]
      if (found === undefined || change(recording, found) === false) return false
    }
    return count > 0
  }

const oft = (type: number) => (recording: Recording) => oftHeaders(recording, type)
const rendezvous = (type: number) => (recording: Recording) => rendezvousFrames(recording, type)

export const FAULTS: Readonly<Record<string, Fault>> = {
  'ack-dropped': { codes: ['OFT-07'], apply: first(oft(0x0202), remove) },
  // Where another file follows, its prompt is the first that is out of place.
  'done-dropped': { codes: ['OFT-08', 'OFT-06'], apply: first(oft(0x0204), remove) },
  'ack-cookie-zero': { codes: ['OFT-11'], apply: first(oft(0x0202), (r, f) => patch(r, f, 8, new Uint8Array(8))) },
  'done-cookie-changed': {
    codes: ['OFT-11'],
    apply: first(oft(0x0204), (r, f) => patch(r, f, 8, new Uint8Array(8).fill(0x55))),
  },
  'body-short': {
    codes: ['OFT-20'],
    apply: (recording) => {
      const [done, ...others] = oftHeaders(recording, 0x0204)
      if (done === undefined || others.length > (oftHeaders(recording, 0x0101).length > 1 ? 1 : 0)) return false
      for (const each of oftHeaders(recording, 0x0204)) remove(recording, each)
      for (const { stream } of oftHeaders(recording, 0x0101)) {
        const headers = [0x0101, 0x0106].flatMap((type) => oftHeaders(recording, type))
        const behind =
          Math.max(...headers.filter((header) => header.stream.key === stream.key).map(({ at }) => at)) + 256
        recording.replace(stream, behind + 100, stream.bytes.length - behind - 100, new Uint8Array(0))
      }
      return true
    },
  },
  'done-count-wrong': {
    codes: ['OFT-23'],
    apply: first(oft(0x0204), (r, f) => patch(r, f, 60, concat(u16(0), u16(7)))),
  },
  'sequence-num-missing': { codes: ['RV-04'], apply: both(rendezvous(0), (r, f) => removeTag(r, f, 0x000a)) },
  'cancel-reason-missing': { codes: ['RV-11'], apply: both(rendezvous(1), (r, f) => removeTag(r, f, 0x000b)) },
  'flap-number-skipped': {
    codes: ['FLAP-02'],
    apply: (recording) => {
      const frames = flapFrames(recording)
      const stream = frames[20]?.stream
      const later = frames.filter((frame) => frame.stream.bytes === stream?.bytes).slice(-3)
      for (const frame of later) {
        patch(recording, frame, 2, u16(word(frame.stream.bytes, frame.at + 2) + 7))
      }
      return later.length === 3
    },
  },
}
