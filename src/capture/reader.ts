import { u32 } from '../bytes/read.ts'
import {
  describeOther,
  PCAP_HEADER_LENGTH,
  PCAP_MAGICS,
  PCAPNG_HEADER_LENGTH,
  PCAPNG_MAGIC,
  unsupportedVariant,
} from './detect.ts'
import { LIMITS } from '../limits.ts'
import { HISTORY } from './history.ts'
import { openPcap } from './pcap.ts'
import { PcapngBlocks } from './pcapng.ts'
import { captureProblem, type CaptureProblem, type CaptureProblemCode } from './problem.ts'

/** One read of 1 MiB (the cheapest size), a partial record in front of it, and the history before that. */
const CAPACITY = 1024 * 1024 + 256 * 1024

/** With less room than this behind the unread bytes, they are moved to the front first. */
const MIN_ROOM = 65_536

/** Moves the reader to its next packet; false when there is none (yet). */
interface Records {
  next(): boolean
}

const NOTHING: Records = { next: () => false }

export interface CaptureReaderOptions {
  /** What problems call this capture: a path, or `-`. */
  readonly name?: string
}

/**
 * Pull reader of one capture, classic pcap or pcapng, that does no input itself:
 *
 *     while (more) {
 *       while (reader.next()) use(reader.bytes, reader.start, reader.stop)
 *       const count = source.readInto(reader.room())
 *       if (count > 0) reader.filled(count)
 *       else { reader.end(); ... }
 *     }
 *
 * Everything is read into one buffer for the life of the reader and nothing is allocated for a packet: `next()` sets the
 * fields below. They and the packet's bytes are good until the next call of `next()` or `room()`. Whatever the sizes of
 * the pieces, the `HISTORY` bytes of the capture before the current record can still be read: absolute position `p` is
 * `bytes[p - base]`. The results do not depend on the pieces either.
 */
export class CaptureReader {
  readonly name: string
  bytes: Uint8Array
  /** The same buffer, for this folder. */
  view: DataView
  /** Position of `bytes[0]` in the (uncompressed) capture. */
  base = 0
  /** Bounds of the bytes that were not read yet. */
  at = 0
  limit = 0

  /** The packet is `bytes[start, stop)`, without a frame check sequence. */
  start = 0
  stop = 0
  /** Length on the wire, without frame check sequence: more than `stop - start` when the capture cut the packet. */
  originalLength = 0
  linkType = 0
  /** Time since 1970 UTC; `nanos` is 0 to 999 999 999. A simple packet block has no time: that of the packet before it. */
  seconds = 0
  nanos = 0
  /** Number of the interface in the file, from 0 and counted over all sections; always 0 in classic pcap. */
  interfaceId = 0
  /** Snapshot length of the interface; 0 for none. */
  snaplen = 0
  /** Index of the current record in `bytes`. */
  record = 0

  format: 'pcap' | 'pcapng' | undefined
  /** Decimals of a second that its times have: 6, or 9 where any are finer than a microsecond. */
  decimals: 6 | 9 = 6
  /** Packets so far. */
  packets = 0
  readonly linkTypes = new Set<number>()
  /** Packets the capturing program says it lost; undefined when it does not say. */
  dropped: number | undefined
  /** pcapng blocks without packets that were skipped: names, comments, secrets, vendor blocks. */
  skippedBlocks = 0

  readonly problems: CaptureProblem[] = []
  /** How often each problem was met: `problems` keeps the first ones of each code only. */
  readonly problemCounts = new Map<CaptureProblemCode, number>()
  /** Why nothing at all could be read. */
  fatal: CaptureProblem | undefined

  private records: Records = { next: () => this.open() }
  private ended = false
  private cause: CaptureProblem | undefined

  constructor(options: CaptureReaderOptions = {}) {
    this.name = options.name ?? 'capture'
    this.bytes = new Uint8Array(0)
    this.view = new DataView(this.bytes.buffer)
  }

  /** Where the next bytes may be written; never empty. Only when `next()` gave false: it may move what is unread. */
  room(): Uint8Array {
    if (this.bytes.length === 0) this.allocate()
    if (this.done) this.limit = this.at
    if (this.bytes.length - this.limit < MIN_ROOM) this.compact()
    if (this.limit === this.bytes.length) throw new Error('room() was called before next() had read everything')
    return this.bytes.subarray(this.limit)
  }

  /** Says that `count` bytes were written to the start of `room()`. */
  filled(count: number): void {
    this.limit += count
  }

  /** Says that there are no more bytes; with a `cause` when that is not the capture's own end: it is reported instead. */
  end(cause?: CaptureProblem): void {
    if (this.ended) return
    this.ended = true
    if (cause === undefined) return
    this.keep(cause)
    if (cause.severity === 'error') this.cause = cause
  }

  /** Moves to the next packet. False: more bytes are needed, or, after `end()` or when `done`, there is no other. */
  next(): boolean {
    return this.records.next()
  }

  /** True when there will be no other packet, whatever is filled in. */
  get done(): boolean {
    return this.records === NOTHING
  }

  /** Offset of the current record in the (uncompressed) capture. */
  get offset(): number {
    return this.base + this.record
  }

  /** Bytes of the capture that were read: packets, headers and what was skipped. */
  get consumed(): number {
    return this.base + this.at
  }

  /** Gives the buffer back. The counters and problems stay. */
  release(): void {
    this.records = NOTHING
    this.bytes = new Uint8Array(0)
    this.view = new DataView(this.bytes.buffer)
    this.base += this.at
    this.at = this.limit = this.start = this.stop = this.record = 0
  }

  /** For this folder: notes a problem and goes on. */
  report(code: CaptureProblemCode, offset: number, expected: string, found: string): void {
    this.keep(captureProblem(this.name, code, offset, expected, found))
  }

  /** For this folder: notes a problem after which nothing can be read. Gives false, for `next()`. */
  halt(code: CaptureProblemCode, offset: number, expected: string, found: string): false {
    this.report(code, offset, expected, found)
    this.records = NOTHING
    return false
  }

  /** For this folder: notes that this is no capture, or none that can be read. */
  refuse(code: CaptureProblemCode, expected: string, found: string): false {
    this.fatal = captureProblem(this.name, code, 0, expected, found)
    this.keep(this.fatal)
    this.records = NOTHING
    return false
  }

  /** For this folder: `need` bytes from `offset` on are not there yet, or never will be. Gives false, for `next()`. */
  lacks(need: number, offset = this.base + this.at): false {
    if (!this.ended) return false
    this.records = NOTHING
    const have = this.base + this.limit - offset
    if (have > 0 && this.cause === undefined) {
      this.report('file-truncated', offset, `${need} bytes`, `${have} bytes`)
    }
    return false
  }

  /** For this folder: takes the frame check sequence off the packet's end, as much of it as was captured. */
  dropFcs(length: number): void {
    if (length > this.originalLength) return
    this.originalLength -= length
    this.stop = Math.min(this.stop, this.start + this.originalLength)
  }

  /** The first step: recognises the format by its magic. */
  private open(): boolean {
    const have = this.limit
    const magic = have >= 4 ? u32(this.bytes, 0) : 0
    const variant = PCAP_MAGICS.get(magic)
    const need = magic === PCAPNG_MAGIC ? PCAPNG_HEADER_LENGTH : PCAP_HEADER_LENGTH
    if (have < need) {
      if (!this.ended) return false
      if (this.cause !== undefined) {
        this.fatal = this.cause
        this.records = NOTHING
        return false
      }
      if (have === 0) return this.refuse('file-empty', `at least ${need}`, '0 bytes')
      return this.refuse('file-too-short', `at least ${need}`, `${have} bytes`)
    }
    const unsupported = unsupportedVariant(magic)
    if (unsupported !== undefined) return this.refuse('unsupported-variant', 'pcap or pcapng', unsupported)
    if (variant === undefined && magic !== PCAPNG_MAGIC) {
      return this.refuse('not-a-capture', 'pcap or pcapng', describeOther(this.bytes, need))
    }
    const records = variant === undefined ? new PcapngBlocks(this) : openPcap(this, variant)
    if (records === undefined) return false
    this.records = records
    return records.next()
  }

  private keep(problem: CaptureProblem): void {
    const count = (this.problemCounts.get(problem.code) ?? 0) + 1
    this.problemCounts.set(problem.code, count)
    if (count <= LIMITS.captureProblems.value) this.problems.push(problem)
  }

  private allocate(): void {
    this.bytes = new Uint8Array(CAPACITY)
    this.view = new DataView(this.bytes.buffer)
  }

  /** Moves the history and the unread bytes to the front. */
  private compact(): void {
    const shift = this.at - HISTORY
    if (shift <= 0) return
    this.bytes.copyWithin(0, shift, this.limit)
    this.base += shift
    this.at -= shift
    this.limit -= shift
    this.record -= shift
    this.start = this.stop = this.at
  }
}
