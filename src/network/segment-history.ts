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
  private last = 0

  /** Remembers `length` bytes of stream number `stream` (never 0) from `sequence`, captured at file position `position`. */
  add(stream: number, sequence: number, length: number, position: number): void {
    const slot = (this.last = (this.last + 1) & (KEPT - 1))
    this.streams[slot] = stream
    this.sequences[slot] = sequence
    this.lengths[slot] = length
    this.positions[slot] = position
  }

  /**
   * True when `bytes[at, at + length)`, sent again as `sequence` of `stream`, differs from what was sent before, as far as
   * that is still in `window`, whose first byte has file position `base`.
   */
  differs(stream: number, sequence: number, bytes: Uint8Array, at: number, length: number, window: Uint8Array, base: number): boolean {
    for (let slot = 0; slot < KEPT; slot++) {
      if (this.streams[slot] !== stream || this.positions[slot]! < base) continue
      const position = this.positions[slot]! - base
      const shift = (sequence - this.sequences[slot]!) | 0
      const from = Math.max(0, -shift)
      const to = Math.min(length, this.lengths[slot]! - shift)
      for (let k = from; k < to; k++) if (bytes[at + k] !== window[position + shift + k]) return true
    }
    return false
  }
}
