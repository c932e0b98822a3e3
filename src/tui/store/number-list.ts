const CHUNK = 1 << 14

/** A growing list of whole numbers below 2^32, ascending: 4 bytes each. */
export class NumberList {
  length = 0
  private readonly chunks: Uint32Array[] = []

  push(value: number): void {
    const at = this.length % CHUNK
    if (at === 0) this.chunks.push(new Uint32Array(CHUNK))
    this.chunks[this.chunks.length - 1]![at] = value
    this.length++
  }

  at(index: number): number {
    return this.chunks[Math.floor(index / CHUNK)]![index % CHUNK]!
  }

  /** Index of the first number that is not below `value`. */
  indexFrom(value: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.at(middle) < value) low = middle + 1
      else high = middle
    }
    return low
  }
}
