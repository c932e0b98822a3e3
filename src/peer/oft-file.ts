import { OftChecksum } from '../bytes/oft-checksum.ts'
import { LIMITS } from '../limits.ts'
import type { OftAct, OftHeader } from './oft-header.ts'

/** Side of the flow, as the network stage counts them. */
export type Side = 0 | 1

/** An OFT2 header and where it was seen. */
export interface SeenHeader {
  readonly header: OftHeader
  readonly side: Side
  readonly packets: readonly number[]
  /** Capture time in seconds. */
  readonly time: number
  readonly bytes: Uint8Array
}

/** Bytes of a file that the capture does not hold. */
export interface FileHole {
  readonly offset: number
  readonly bytes: number
}

/** One file of a connection, from its prompt on. */
export class OftFile {
  /** From 0, in the order of the prompts. */
  readonly index: number
  readonly sender: Side
  readonly headers: SeenHeader[] = []
  size: number
  /** Offset of the first byte that travels: more than 0 when the transfer resumes. */
  start = 0
  /** Offset behind the last byte seen or known to be missing. */
  offset = 0
  /** File bytes seen on the wire. */
  received = 0
  segments = 0
  firstPacket = 0
  lastPacket = 0
  firstTime = 0
  lastTime = 0
  /** Longest time between two segments with data, in seconds. */
  longestPause = 0
  readonly holes: FileHole[] = []
  holeBytes = 0
  /** The receiver has sent ACK or 0x0207: data may flow. */
  accepted = false
  /** The receiver has sent DONE. */
  done = false
  /** Data came while no answer to the prompt had been seen. */
  early = false
  /** Every byte was seen or skipped over: what follows is a header. */
  bodyDone = false
  /** Bytes behind the end of the file, before the receiver's DONE, where a header should be. */
  excess = 0
  /** The sender gave the next prompt while this file was open. */
  overtaken = false
  private sum: OftChecksum | undefined = new OftChecksum()

  constructor(index: number, sender: Side, size: number) {
    this.index = index
    this.sender = sender
    this.size = size
  }

  /** A header about it was seen. Of too many the first stays, which describes it, and the last of each kind, which counts. */
  remember(seen: SeenHeader): void {
    const { headers } = this
    if (headers.length >= LIMITS.history.value) {
      const same = headers.findIndex(({ header }, at) => at > 0 && header.act === seen.header.act)
      headers.splice(Math.max(1, same), 1)
    }
    headers.push(seen)
  }

  /** The last header that does `act`, if there was one. */
  seen(act: OftAct): SeenHeader | undefined {
    for (let at = this.headers.length - 1; at >= 0; at--)
      if (this.headers[at]!.header.act === act) return this.headers[at]
    return undefined
  }

  /** The header that describes the file: the prompt, or where it was missed any copy of it. */
  get described(): SeenHeader | undefined {
    return this.seen('prompt') ?? this.headers[0]
  }

  /** Bytes still to come. */
  get left(): number {
    return Math.max(0, this.size - this.offset)
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    this.sum?.add(bytes, start, end)
    this.received += end - start
    this.offset += end - start
  }

  miss(length: number): void {
    if (length > 0 && this.holes.length < 256) this.holes.push({ offset: this.offset, bytes: length })
    this.holeBytes += length
    this.offset += length
    this.sum = undefined
  }

  /** The first `offset` bytes do not travel. */
  resumeAt(offset: number): void {
    this.start = this.offset = Math.min(offset, this.size)
    this.sum = new OftChecksum(undefined, this.start)
  }

  /** Checksum of the whole file; undefined when bytes of it were not seen. */
  get checksum(): number | undefined {
    return this.start === 0 ? this.bodyChecksum : undefined
  }

  /** Checksum of what travels of it, from `start` on. */
  get bodyChecksum(): number | undefined {
    return this.start + this.received === this.size ? this.sum?.value : undefined
  }
}
