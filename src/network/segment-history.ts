const KEPT = 8

/**
 * Where the last few segments of a stream lie in the capture file. Nothing is copied: the reader keeps a window of the
 * bytes before the current packet, and a retransmission whose original is still in it can be compared byte by byte.
 */
export class SegmentHistory {
  private readonly sequences = new Int32Array(KEPT)
  private readonly lengths = new Int32Array(KEPT)
  private readonly positions = new Float64Array(KEPT).fill(-1)
  private last = 0

  /** Remembers `length` bytes from `sequence`, captured at file position `position`. */
  add(sequence: number, length: number, position: number): void {
    const slot = (this.last = (this.last + 1) & (KEPT - 1))
    this.sequences[slot] = sequence
    this.lengths[slot] = length
    this.positions[slot] = position
  }

  /**
   * True when `bytes[at, at + length)`, sent again as `sequence`, differs from what was sent before, as far as that is
   * still in `window`, whose first byte has file position `base`.
   */
  differs(sequence: number, bytes: Uint8Array, at: number, length: number, window: Uint8Array, base: number): boolean {
    for (let slot = 0; slot < KEPT; slot++) {
      const position = this.positions[slot]!
      if (position < base) continue
      const shift = (sequence - this.sequences[slot]!) | 0
      const from = Math.max(0, -shift)
      const to = Math.min(length, this.lengths[slot]! - shift)
      for (let k = from; k < to; k++) if (bytes[at + k] !== window[position - base + shift + k]) return true
    }
    return false
  }
}
