const NONE: number[] = []
const EMPTY = new Uint8Array(0)

/**
 * The part of a message that has arrived while the rest has not. A copy, because the read buffer moves on; it grows with
 * what arrives and never with what a header claims.
 */
export class Carry {
  bytes = EMPTY
  length = 0
  /** Numbers of the packets the bytes came in. */
  packets: number[] = NONE

  /** Bytes of memory that it takes. */
  get size(): number {
    return this.bytes.length
  }

  /** Adds `bytes[start, end)`, which came in packet number `packet`; gives `end`. */
  add(bytes: Uint8Array, start: number, end: number, packet: number): number {
    if (end <= start) return start
    if (this.packets.length === 0) this.packets = [packet]
    else if (this.packets.at(-1) !== packet) this.packets.push(packet)
    const needed = this.length + end - start
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2, 64))
      grown.set(this.bytes.subarray(0, this.length))
      this.bytes = grown
    }
    if (end - start > 64) this.bytes.set(bytes.subarray(start, end), this.length)
    else for (let at = start; at < end; at++) this.bytes[this.length + at - start] = bytes[at]!
    this.length = needed
    return end
  }

  /** Drops the first `count` bytes. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.length)
    this.length -= count
  }

  clear(): void {
    this.length = 0
    this.packets = NONE
    // One long message must not pin its size to a quiet connection.
    if (this.bytes.length > 4096) this.bytes = EMPTY
  }
}
