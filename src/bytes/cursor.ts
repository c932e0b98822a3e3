import { u16, u16le, u32, u32le } from './read.ts'

/** The first read of a cursor that found too little: where, how much was wanted, how much there was, and who said so. */
export interface Short {
  /** Offset of the read in the cursor's bytes. */
  readonly at: number
  readonly need: number
  readonly have: number
  /** What set the end that was hit, for people: `TLV 0x0005`, `FLAP payload`. */
  readonly limit: string
}

/**
 * The only way to read wire bytes above the hot path. It never throws and never reads past its end: the first short read
 * is remembered in `short`, and from then on every read gives 0 or no bytes and leaves nothing, so no loop that runs
 * `while (cursor.left >= n)` can run for ever.
 */
export class Cursor {
  readonly bytes: Uint8Array
  readonly end: number
  readonly limit: string
  at: number
  short: Short | undefined

  /** Reads `bytes` from `start` up to `end` (both offsets in `bytes`, clamped to it). */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length, limit = 'frame') {
    this.bytes = bytes
    this.end = Math.min(Math.max(end, 0), bytes.length)
    this.at = Math.min(Math.max(start, 0), this.end)
    this.limit = limit
    this.short = undefined
  }

  get left(): number {
    return this.end - this.at
  }

  u8(): number {
    return this.advance(1) ? this.bytes[this.at - 1]! : 0
  }

  u16(): number {
    return this.advance(2) ? u16(this.bytes, this.at - 2) : 0
  }

  u32(): number {
    return this.advance(4) ? u32(this.bytes, this.at - 4) : 0
  }

  u64(): bigint {
    return this.advance(8) ? (BigInt(u32(this.bytes, this.at - 8)) << 32n) | BigInt(u32(this.bytes, this.at - 4)) : 0n
  }

  u16le(): number {
    return this.advance(2) ? u16le(this.bytes, this.at - 2) : 0
  }

  u32le(): number {
    return this.advance(4) ? u32le(this.bytes, this.at - 4) : 0
  }

  /** A view of the next `count` bytes (not a copy), or of none after a short read. */
  take(count: number): Uint8Array {
    return this.advance(count) ? this.bytes.subarray(this.at - count, this.at) : this.bytes.subarray(this.at, this.at)
  }

  /** A view of everything left. */
  rest(): Uint8Array {
    return this.take(this.left)
  }

  /**
   * A reader of the next `length` bytes. This cursor goes on behind them whatever the child does. When fewer are left the
   * child gets what there is and this cursor is short.
   */
  sub(length: number, limit: string): Cursor {
    const start = this.at
    const have = Math.min(Math.max(length, 0), this.left)
    this.advance(length)
    return new Cursor(this.bytes, start, start + have, limit)
  }

  /** Advances by `count` bytes; false, and everything left is given up, when there are fewer. */
  private advance(count: number): boolean {
    if (count >= 0 && count <= this.end - this.at) {
      this.at += count
      return true
    }
    this.short ??= { at: this.at, need: count, have: this.end - this.at, limit: this.limit }
    this.at = this.end
    return false
  }
}
