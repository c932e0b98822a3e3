import { pcap } from '../../test/support/capture-file.ts'
import type { Random } from './random.ts'

const CAPACITY = 1 << 20
const RECORD_HEADER = 16
/** 2005-01-01T00:00:00Z. */
const START = 1_104_537_600

/** Writes the records of a classic capture into one buffer and hands that on whenever it is full. */
export class CaptureWriter {
  readonly bytes = new Uint8Array(CAPACITY)
  readonly view = new DataView(this.bytes.buffer)
  packets = 0
  private readonly write: (bytes: Uint8Array) => void
  private readonly random: Random
  private readonly pace: number
  private seconds = START
  private microseconds = 0
  private at = 0
  private handedOn = 0

  /** What is given to `write` is valid during the call only. `pace`: mean microseconds between packets. */
  constructor(write: (bytes: Uint8Array) => void, random: Random, pace: number) {
    this.write = write
    this.random = random
    this.pace = pace
    const header = pcap([])
    this.bytes.set(header)
    this.at = header.length
  }

  /** Bytes of the capture so far. */
  get written(): number {
    return this.handedOn + this.at
  }

  /** A packet of `length` bytes goes by; gives the offset in `bytes` where they have to be written. */
  packet(length: number): number {
    if (this.at + RECORD_HEADER + length > CAPACITY) this.flush()
    this.pass(1 + this.random.below(2 * this.pace))
    const { view, at } = this
    view.setUint32(at, this.seconds, true)
    view.setUint32(at + 4, this.microseconds, true)
    view.setUint32(at + 8, length, true)
    view.setUint32(at + 12, length, true)
    this.packets++
    this.at = at + RECORD_HEADER + length
    return at + RECORD_HEADER
  }

  /** So many bytes of zeros, which are no packet. */
  zeros(length: number): void {
    for (let left = length; left > 0; left -= this.at) {
      this.flush()
      this.at = Math.min(left, CAPACITY)
      this.bytes.fill(0, 0, this.at)
    }
  }

  flush(): void {
    this.write(this.bytes.subarray(0, this.at))
    this.handedOn += this.at
    this.at = 0
  }

  private pass(microseconds: number): void {
    this.microseconds += microseconds
    if (this.microseconds < 1_000_000) return
    this.microseconds -= 1_000_000
    this.seconds++
  }
}
