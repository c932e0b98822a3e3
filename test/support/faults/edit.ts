/** Finds messages in a recording and edits them, the way whoever sent them would have sent them otherwise: lengths, sums and numbers follow. */
import { concat, u16 } from '../bytes.ts'
import type { RecordedStream, Recording } from '../recording.ts'

export interface Found {
  readonly stream: RecordedStream
  readonly at: number
  readonly length: number
}

export const word = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
export const long = (bytes: Uint8Array, at: number): number => word(bytes, at) * 0x10000 + word(bytes, at + 2)

export const bytesAt = ({ stream, at, length }: Found): Uint8Array => stream.bytes.slice(at, at + length)

/** Sets bytes inside of what was found. */
export function patch(recording: Recording, { stream, at }: Found, offset: number, bytes: Uint8Array): void {
  recording.replace(stream, at + offset, bytes.length, bytes)
}

/** Puts other bytes in its place. */
export function exchange(recording: Recording, { stream, at, length }: Found, bytes: Uint8Array): void {
  recording.replace(stream, at, length, bytes)
}

export function remove(recording: Recording, found: Found): void {
  exchange(recording, found, new Uint8Array(0))
}

/** OFT2 headers, of one type or of any, in the order of the streams. */
export function oftHeaders(recording: Recording, type?: number): Found[] {
  const magic = concat('4f465432', u16(0x100))
  return recording
    .streams()
    .flatMap((stream) => occurrences(stream.bytes, magic).map((at) => ({ stream, at, length: 256 })))
    .filter(({ stream, at }) => type === undefined || word(stream.bytes, at + 6) === type)
}

/** All FLAP frames of streams that consist of them. */
export function flapFrames(recording: Recording): Found[] {
  return recording.streams().flatMap((stream) => framesOf(stream))
}

function framesOf(stream: RecordedStream): Found[] {
  const found: Found[] = []
  for (let at = 0; stream.bytes[at] === 0x2a && at + 6 <= stream.bytes.length;) {
    const length = 6 + word(stream.bytes, at + 4)
    found.push({ stream, at, length })
    at += length
  }
  return found
}

/** Frames of the longest series of a client or server, from its middle on. */
export function middleFrames(recording: Recording): Found[] {
  const byStream = new Map<string, Found[]>()
  for (const frame of flapFrames(recording)) {
    const key = `${frame.stream.key} ${frame.stream.first}`
    byStream.set(key, [...(byStream.get(key) ?? []), frame])
  }
  const longest = [...byStream.values()].toSorted((a, b) => b.length - a.length)[0] ?? []
  return longest.slice(longest.length >> 1)
}

/** SNACs of a kind, as FLAP frames. */
export function snacs(recording: Recording, foodgroup: number, subgroup: number): Found[] {
  return flapFrames(recording).filter(
    ({ stream, at }) =>
      stream.bytes[at + 1] === 2 && word(stream.bytes, at + 6) === foodgroup && word(stream.bytes, at + 8) === subgroup,
  )
}

/** Frames of the rendezvous proxy, up to where the tunnel begins. */
export function proxyFrames(recording: Recording, command: number): Found[] {
  return recording.streams().flatMap((stream) => {
    const found: Found[] = []
    for (let at = 0; word(stream.bytes, at + 2) === 0x044a; at += 2 + word(stream.bytes, at))
      found.push({ stream, at, length: 2 + word(stream.bytes, at) })
    return found.filter(({ at }) => word(stream.bytes, at + 4) === command)
  })
}

/** Direct IM frames. */
export function directImFrames(recording: Recording): Found[] {
  return recording.streams().flatMap((stream) => {
    const found: Found[] = []
    for (let at = 0; long(stream.bytes, at) === 0x4f444332;) {
      const length = word(stream.bytes, at + 4) + long(stream.bytes, at + 28)
      found.push({ stream, at, length })
      at += length
    }
    return found
  })
}

/** Takes a FLAP frame out; those behind it have the numbers they would have had. */
export function removeFrame(recording: Recording, found: Found): void {
  remove(recording, found)
  renumber(recording, found.stream)
}

/** Puts FLAP frames of these payloads behind one, or before it. */
export function insertFrames(recording: Recording, found: Found, frames: readonly Uint8Array[], before = false): void {
  const own = bytesAt(found)
  exchange(recording, found, before ? concat(...frames, own) : concat(own, ...frames))
  renumber(recording, found.stream)
}

/** Numbers the FLAP frames of a stream from its first on. */
export function renumber(recording: Recording, { key, first }: RecordedStream): void {
  const stream = recording.streams().find((other) => other.key === key && other.first === first)!
  const bytes = stream.bytes.slice()
  let number = word(bytes, 2)
  for (const { at } of framesOf(stream)) {
    bytes.set(u16(number), at + 2)
    number = (number + 1) & 0xffff
  }
  recording.replace(stream, 0, bytes.length, bytes)
}

/** Changes bytes of every stream that consists of FLAP frames, in place; `change` gets them and where the frames are. */
export function inFrames(recording: Recording, change: (bytes: Uint8Array, frames: readonly Found[]) => void): boolean {
  const streams = recording.streams().filter(({ bytes }) => bytes[0] === 0x2a)
  for (const stream of streams) {
    const bytes = stream.bytes.slice()
    change(bytes, framesOf(stream))
    recording.replace(stream, 0, bytes.length, bytes)
  }
  return streams.length > 0
}

/** A FLAP frame; its number is given by `renumber`. */
export function flapOf(channel: number, payload: Uint8Array): Uint8Array {
  return concat(new Uint8Array([0x2a, channel]), u16(0, payload.length), payload)
}

/** A frame of channel 2 with the number of another. */
export function renumbered(frame: Uint8Array, snac: Uint8Array): Uint8Array {
  const made = flapOf(2, snac)
  made.set(u16(word(frame, 2)), 2)
  return made
}

function occurrences(bytes: Uint8Array, wanted: Uint8Array): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, k) => bytes[at + k] === byte)) found.push(at)
  }
  return found
}
