/** Counters of statements and branches, which instrumented code raises. */
export class Coverage {
  private readonly hits: Uint8Array
  private readonly words: Int32Array
  /** By counter, the powers of two that its count has reached so far, a bit each. */
  private readonly reached: Uint8Array
  covered = 0

  /** `hits`: a counter a byte, a multiple of four of them. */
  constructor(hits: Uint8Array) {
    this.hits = hits
    this.words = new Int32Array(hits.buffer)
    this.reached = new Uint8Array(hits.length)
  }

  clear(): void {
    this.hits.fill(0)
  }

  /** Whether the counters show something that they never showed before. */
  isNew(): boolean {
    const { hits, words, reached } = this
    let found = false
    for (let word = 0; word < words.length; word++) {
      if (words[word] === 0) continue
      for (let at = word * 4; at < word * 4 + 4; at++) {
        const bucket = BUCKETS[hits[at]!]!
        if ((bucket & ~reached[at]!) === 0) continue
        if (reached[at] === 0) this.covered++
        reached[at]! |= bucket
        found = true
      }
    }
    return found
  }
}

/** 0, 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128 and more. */
const BUCKETS = Uint8Array.from({ length: 256 }, (_, count) => {
  if (count < 4) return [0, 1, 2, 4][count]!
  return count < 8 ? 8 : count < 16 ? 16 : count < 32 ? 32 : count < 128 ? 64 : 128
})
