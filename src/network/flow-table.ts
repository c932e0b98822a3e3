import type { Flow } from './flow.ts'
import { FlowStore, ROW, FLAG_IPV6, WORD_ADDRESS0, WORD_ADDRESS1, WORD_FLAGS, WORD_PORTS } from './flow-store.ts'

/**
 * Flows by addresses and ports: open addressing over row numbers, so that a packet costs one hash and no allocation (a
 * string key in a Map cost three times the rest of the program). Both directions of a connection share one entry: the
 * caller orders the ends. Deletion shifts entries back and leaves no tombstones.
 */
export class FlowTable extends FlowStore {
  /** By row number. */
  readonly flows: (Flow | undefined)[] = []
  /** Row number plus one; 0 for an empty slot. */
  private slots = new Int32Array(2048)
  private mask = 2047
  size = 0

  /** Row of a flow, -1 when there is none. */
  find(ipv6: number, address0: number, address1: number, ports: number): number {
    const { slots, mask, words } = this
    let slot = hash(ipv6, address0, address1, ports) & mask
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      const at = (entry - 1) * ROW
      if (
        words[at + WORD_PORTS] === ports &&
        words[at + WORD_ADDRESS0] === address0 &&
        words[at + WORD_ADDRESS1] === address1 &&
        (words[at + WORD_FLAGS]! & FLAG_IPV6) === ipv6
      ) {
        return entry - 1
      }
      slot = (slot + 1) & mask
    }
    return -1
  }

  add(flow: Flow): void {
    if ((this.size + 1) * 2 > this.mask) this.grow()
    this.flows[flow.row] = flow
    this.put(flow.row)
    this.size++
  }

  /** Takes a flow out; it keeps a copy of its words. */
  delete(flow: Flow): void {
    const { row } = flow
    let slot = this.home(row)
    while (this.slots[slot] !== row + 1) {
      if (this.slots[slot] === 0) return
      slot = (slot + 1) & this.mask
    }
    this.slots[slot] = 0
    for (let next = (slot + 1) & this.mask; this.slots[next] !== 0; next = (next + 1) & this.mask) {
      const moved = this.slots[next]! - 1
      this.slots[next] = 0
      this.put(moved)
    }
    this.size--
    this.flows[row] = undefined
    flow.detach(this.release(row))
  }

  /** All flows, in no order that means anything. */
  *values(): Generator<Flow> {
    for (const flow of this.flows) if (flow !== undefined) yield flow
  }

  private home(row: number): number {
    const { words } = this
    const at = row * ROW
    return hash(words[at + WORD_FLAGS]! & FLAG_IPV6, words[at]!, words[at + 1]!, words[at + 2]!) & this.mask
  }

  private put(row: number): void {
    let slot = this.home(row)
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask
    this.slots[slot] = row + 1
  }

  private grow(): void {
    const old = this.slots
    this.slots = new Int32Array(old.length * 2)
    this.mask = this.slots.length - 1
    for (const entry of old) if (entry !== 0) this.put(entry - 1)
  }
}

function hash(ipv6: number, address0: number, address1: number, ports: number): number {
  let h = Math.imul(address0, 0x85ebca6b) ^ Math.imul(address1, 0xc2b2ae35) ^ Math.imul(ports, 0x27d4eb2f) ^ ipv6
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  return h ^ (h >>> 13)
}
