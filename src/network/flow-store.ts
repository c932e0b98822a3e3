/**
 * What the hot path needs of a flow, packed: 16 words of 32 bits, one cache line a flow. A capture with thousands of
 * flows spends its time waiting for memory, and flows as ordinary objects touch a dozen lines for each packet (measured:
 * eight times slower). Everything else about a flow is in `Flow` and `Stream`, which read and write these words too.
 */
export const ROW = 16

/** Word offsets in a row. */
export const WORD = {
  address0: 0,
  address1: 1,
  ports: 2,
  flags: 3,
  packets: 4,
  lastSeconds: 5,
  id: 6,
  side0: 8,
  side1: 12,
} as const

/** Word offsets in the four words of a side. */
export const SIDE = { next: 0, acked: 1, state: 2, bytes: 3 } as const

/** Bits of `flags`. */
export const FLAG = { ipv6: 1, ignored: 2, reset: 4 } as const

/** Bits of a side's `state`. */
export const STATE = { started: 1, ackSeen: 2, pending: 4, finSeen: 8 } as const

/** A side with nothing special about it: the next segment can be passed on in place. */
export const PLAIN = STATE.started | STATE.ackSeen

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
