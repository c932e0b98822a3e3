/** Chris Doty-Humphrey's sfc32: the same seed gives the same numbers on every machine. */
export class Random {
  private a = 0x9e3779b9
  private b = 0x243f6a88
  private c: number
  private counter = 1

  constructor(seed: number) {
    this.c = seed | 0
    for (let n = 0; n < 16; n++) this.bits()
  }

  /** 32 bits. */
  bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** An integer from 0 up to `limit`, without it. */
  below(limit: number): number {
    return Math.floor((this.bits() / 2 ** 32) * limit)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** As many small numbers as large ones: each power of two between the two is as likely as another. */
  magnitude(least: number, most: number): number {
    return Math.round(least * (most / least) ** (this.bits() / 2 ** 32))
  }

  chance(share: number): boolean {
    return this.bits() < share * 2 ** 32
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  /** A multiple of four. */
  bytes(length: number): Uint8Array {
    const words = new Uint32Array(length / 4)
    for (let at = 0; at < words.length; at++) words[at] = this.bits()
    return new Uint8Array(words.buffer)
  }
}
