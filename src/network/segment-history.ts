import { HISTORY } from '../capture/limits.ts'
import type { Window } from './tcp.ts'

/** Segments remembered: as many of the smallest as fit into the window of bytes that the capture reader keeps (64 KiB). */
const KEPT = 1024

/**
 * Where the last segments lie in the capture file. Nothing is copied: the reader keeps a window of the bytes before the
 * current packet, and a retransmission whose original is still in it can be compared byte by byte. One ring serves all
 * streams, because looking through it is rare and a ring for each would cost more than the flow.
 */
export class SegmentHistory {
  private readonly streams = new Int32Array(KEPT)
  private readonly sequences = new Int32Array(KEPT)
  private readonly lengths = new Int32Array(KEPT)
  private readonly positions = new Float64Array(KEPT)
  /** The capture each one is in, by number. */
  private readonly captures = new Int32Array(KEPT)
  private readonly numbers = new WeakMap<Window, number>()
  private window: Window | undefined
  private capture = 0
  private opened = 0
  private last = 0

  /** Remembers `length` bytes of stream number `stream` (never 0) from `sequence`, which are at `at` of `window`. */
  add(stream: number, sequence: number, length: number, window: Window, at: number): void {
    if (window !== this.window) this.turn(window)
    const slot = (this.last = (this.last + 1) & (KEPT - 1))
    this.streams[slot] = stream
    this.sequences[slot] = sequence
    this.lengths[slot] = length
    this.positions[slot] = window.base + at
    this.captures[slot] = this.capture
  }

  /**
   * True when the `length` bytes at `at` of `window`, sent again as `sequence` of `stream`, differ from what was sent
   * before. Looks back as far as every reader can, and no farther, so that the answer does not depend on how it reads.
   */
  differs(stream: number, sequence: number, length: number, window: Window, at: number): boolean {
    if (window !== this.window) this.turn(window)
    const { bytes, base } = window
    for (let slot = 0; slot < KEPT; slot++) {
      const shift = (sequence - this.sequences[slot]!) | 0
      if (shift >= this.lengths[slot]! || shift <= -length || this.streams[slot] !== stream) continue
      const position = this.positions[slot]! - base
      if (position < at - HISTORY || this.captures[slot] !== this.capture) continue
      const from = Math.max(0, -shift)
      const to = Math.min(length, this.lengths[slot]! - shift)
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
