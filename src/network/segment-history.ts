import { HISTORY } from '../capture/history.ts'
import type { Window } from './stream-consumer.ts'

/** Segments remembered: as many of the smallest as fit into the window of bytes that the capture reader keeps (64 KiB). */
const KEPT = 1024

const ROW = 4
const STREAM = 0
const SEQUENCE = 1
const LENGTH = 2
const CAPTURE = 3

/**
 * Where the last segments lie in the capture file. Nothing is copied: the reader keeps a window of the bytes before the
 * current packet, and a retransmission whose original is still in it can be compared byte by byte. One ring serves all
 * streams, because looking through it is rare and a ring for each would cost more than the flow.
 */
export class SegmentHistory {
  /** Four words each: stream, sequence number, length, and the number of the capture. */
  private readonly rows = new Int32Array(KEPT * ROW)
  private readonly positions = new Float64Array(KEPT)
  private readonly numbers = new WeakMap<Window, number>()
  private window: Window | undefined
  private capture = 0
  private opened = 0
  private last = 0

  /** Remembers `length` bytes of stream number `stream` (never 0) from `sequence`, which are at `at` of `window`. */
  add(stream: number, sequence: number, length: number, window: Window, at: number): void {
    if (window !== this.window) this.turn(window)
    const slot = (this.last = (this.last + 1) & (KEPT - 1))
    const { rows } = this
    const row = slot * ROW
    rows[row + STREAM] = stream
    rows[row + SEQUENCE] = sequence
    rows[row + LENGTH] = length
    rows[row + CAPTURE] = this.capture
    this.positions[slot] = window.base + at
  }

  /**
   * True when the `length` bytes at `at` of `window`, sent again as `sequence` of `stream`, differ from what was sent
   * before. Looks back as far as every reader can, and no farther, so that the answer does not depend on how it reads.
   */
  differs(stream: number, sequence: number, length: number, window: Window, at: number): boolean {
    if (window !== this.window) this.turn(window)
    const { bytes, base } = window
    const { rows } = this
    for (let slot = 0; slot < KEPT; slot++) {
      const row = slot * ROW
      const kept = rows[row + LENGTH]!
      const shift = (sequence - rows[row + SEQUENCE]!) | 0
      if (shift >= kept || shift <= -length || rows[row + STREAM] !== stream) continue
      const position = this.positions[slot]! - base
      if (position < at - HISTORY || rows[row + CAPTURE] !== this.capture) continue
      const from = Math.max(0, -shift)
      const to = Math.min(length, kept - shift)
      for (let k = from; k < to; k++) if (bytes[at + k] !== bytes[position + shift + k]) return true
    }
    return false
  }

  /** The packets come from another capture: positions in it are not to be mixed with those of the one before. */
  private turn(window: Window): void {
    let number = this.numbers.get(window)
    if (number === undefined) this.numbers.set(window, (number = ++this.opened))
    this.window = window
    this.capture = number
  }
}
