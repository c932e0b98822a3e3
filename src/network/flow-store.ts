/**
 * What the hot path needs of a flow, packed: 16 words of 32 bits, one cache line a flow. A capture with thousands of
 * flows spends its time waiting for memory, and flows as ordinary objects touch a dozen lines for each packet (measured:
 * eight times slower). Everything else about a flow is in `Flow` and `Stream`, which read and write these words too.
 */
export const ROW = 16

// Plain constants, not objects of them: the bundler writes their values into the hot path, where looking up `WORD.ports`
// cost as much as what was done with it (1,100 instructions a packet in all, 500 now).

/** Word offsets in a row. */
export const WORD_ADDRESS0 = 0
export const WORD_ADDRESS1 = 1
export const WORD_PORTS = 2
export const WORD_FLAGS = 3
export const WORD_PACKETS = 4
export const WORD_LAST_SECONDS = 5
export const WORD_ID = 6
/** Where the four words of each side begin; of side `n` at `WORD_SIDE + 4 * n`. */
export const WORD_SIDE = 8

/** Word offsets in the four words of a side. */
export const SIDE_NEXT = 0
export const SIDE_ACKED = 1
export const SIDE_STATE = 2
export const SIDE_BYTES = 3

/** Bits of the flags. */
export const FLAG_IPV6 = 1
export const FLAG_IGNORED = 2
export const FLAG_RESET = 4

/** Bits of a side's state. */
export const STATE_STARTED = 1
export const STATE_ACK_SEEN = 2
export const STATE_PENDING = 4
export const STATE_FIN_SEEN = 8

/** A side with nothing special about it: the next segment can be passed on in place. */
export const PLAIN = 3

/** Rows of all flows, reused when a flow leaves. */
export class FlowStore {
  words = new Int32Array(ROW * 1024)
  private rows = 0
  private readonly free: number[] = []

  /** A row of zeros; gives its number. */
  take(): number {
    const reused = this.free.pop()
    if (reused !== undefined) return reused
    if ((this.rows + 1) * ROW > this.words.length) {
      const grown = new Int32Array(this.words.length * 2)
      grown.set(this.words)
      this.words = grown
    }
    return this.rows++
  }

  /** Gives a row back; what was in it as a copy. */
  release(row: number): Int32Array {
    const copy = this.words.slice(row * ROW, (row + 1) * ROW)
    this.words.fill(0, row * ROW, (row + 1) * ROW)
    this.free.push(row)
    return copy
  }
}
