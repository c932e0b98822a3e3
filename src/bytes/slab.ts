const SIZE = 2048

/**
 * Keeps short stretches of the read buffer, one behind the other in blocks of 2 KiB, because an array for each costs more
 * than its bytes. A block lives as long as anybody holds one of its stretches.
 */
export class Slab {
  /** The block with the last stretch. */
  bytes = new Uint8Array(SIZE)
  private used = 0

  /** Copies `bytes[start, end)`; gives where the copy starts in `this.bytes`. */
  keep(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start
    if (this.used + length > this.bytes.length) {
      this.bytes = new Uint8Array(Math.max(SIZE, length))
      this.used = 0
    }
    const at = this.used
    for (let k = 0; k < length; k++) this.bytes[at + k] = bytes[start + k]!
    this.used = at + length
    return at
  }
}
