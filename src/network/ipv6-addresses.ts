import { i32 } from '../bytes/read.ts'
import { LIMITS } from '../limits.ts'
import { wordSum } from './checksum.ts'

/**
 * Gives every IPv6 address a number, so that flow keys are 32-bit words for both families. Open addressing over one
 * Int32Array of four address words and a number an entry; it grows with the addresses seen, never with what a packet claims.
 */
export class Ipv6Addresses {
  private words = new Int32Array(4 * 1024)
  private ids = new Int32Array(1024)
  private readonly order: number[] = []

  /** The number of the 16 bytes at `at`, from 0; -1 when the limit is reached. */
  intern(bytes: Uint8Array, at: number): number {
    const a = i32(bytes, at)
    const b = i32(bytes, at + 4)
    const c = i32(bytes, at + 8)
    const d = i32(bytes, at + 12)
    const words = this.words
    const mask = this.ids.length - 1
    let slot = hash(a, b, c, d) & mask
    while (this.ids[slot] !== 0) {
      const w = slot * 4
      if (words[w] === a && words[w + 1] === b && words[w + 2] === c && words[w + 3] === d) return this.ids[slot]! - 1
      slot = (slot + 1) & mask
    }
    if (this.order.length >= LIMITS.ipv6Addresses.value) return -1
    words.set([a, b, c, d], slot * 4)
    this.order.push(slot)
    this.ids[slot] = this.order.length
    if (this.order.length * 2 > this.ids.length) this.grow()
    return this.order.length - 1
  }

  /** The 16 bytes of address number `id`. */
  bytes(id: number): Uint8Array {
    const out = new Uint8Array(16)
    const view = new DataView(out.buffer)
    for (let word = 0; word < 4; word++) view.setInt32(word * 4, this.words[this.order[id]! * 4 + word]!)
    return out
  }

  /** The sum of address number `id`, for checksums. */
  sum(id: number): number {
    let sum = 0
    for (let word = 0; word < 4; word++) sum += wordSum(this.words[this.order[id]! * 4 + word]!)
    return sum
  }

  private grow(): void {
    const old = this.words
    const slots = this.ids.length * 2
    this.words = new Int32Array(slots * 4)
    this.ids = new Int32Array(slots)
    for (let id = 0; id < this.order.length; id++) {
      const from = this.order[id]! * 4
      let slot = hash(old[from]!, old[from + 1]!, old[from + 2]!, old[from + 3]!) & (slots - 1)
      while (this.ids[slot] !== 0) slot = (slot + 1) & (slots - 1)
      this.words.set(old.subarray(from, from + 4), slot * 4)
      this.ids[slot] = id + 1
      this.order[id] = slot
    }
  }
}

function hash(a: number, b: number, c: number, d: number): number {
  let h = Math.imul(a, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f) ^ Math.imul(d, 0x165667b1)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  return h ^ (h >>> 13)
}
