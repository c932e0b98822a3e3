import type { Flow } from './flow.ts'

/**
 * Flows by addresses and ports: open addressing over Int32Arrays, so that a packet costs one hash and no allocation (a
 * string key in a Map cost three times the rest of the program). Both directions of a connection share one entry: the
 * caller orders the ends. Deletion shifts entries back and leaves no tombstones.
 */
export class FlowTable {
  private address0 = new Int32Array(1024)
  private address1 = new Int32Array(1024)
  private ports = new Int32Array(1024)
  private flows: (Flow | undefined)[] = new Array<Flow | undefined>(1024)
  private mask = 1023
  size = 0

  find(ipv6: boolean, address0: number, address1: number, ports: number): Flow | undefined {
    let slot = hash(ipv6, address0, address1, ports) & this.mask
    let flow = this.flows[slot]
    while (flow !== undefined) {
      if (
        this.ports[slot] === ports &&
        this.address0[slot] === address0 &&
        this.address1[slot] === address1 &&
        flow.ipv6 === ipv6
      ) {
        return flow
      }
      slot = (slot + 1) & this.mask
      flow = this.flows[slot]
    }
    return undefined
  }

  add(flow: Flow): void {
    if ((this.size + 1) * 2 > this.mask) this.grow()
    this.put(flow)
    this.size++
  }

  delete(flow: Flow): void {
    let slot = this.home(flow)
    while (this.flows[slot] !== flow) {
      if (this.flows[slot] === undefined) return
      slot = (slot + 1) & this.mask
    }
    this.size--
    this.flows[slot] = undefined
    for (let next = (slot + 1) & this.mask; this.flows[next] !== undefined; next = (next + 1) & this.mask) {
      const moved = this.flows[next]!
      this.flows[next] = undefined
      this.put(moved)
    }
  }

  /** All flows, in no order that means anything. */
  *values(): Generator<Flow> {
    for (const flow of this.flows) if (flow !== undefined) yield flow
  }

  private home(flow: Flow): number {
    return hash(flow.ipv6, flow.address0, flow.address1, flow.ports) & this.mask
  }

  private put(flow: Flow): void {
    let slot = this.home(flow)
    while (this.flows[slot] !== undefined) slot = (slot + 1) & this.mask
    this.flows[slot] = flow
    this.address0[slot] = flow.address0
    this.address1[slot] = flow.address1
    this.ports[slot] = flow.ports
  }

  private grow(): void {
    const old = this.flows
    const slots = (this.mask + 1) * 2
    this.mask = slots - 1
    this.address0 = new Int32Array(slots)
    this.address1 = new Int32Array(slots)
    this.ports = new Int32Array(slots)
    this.flows = new Array<Flow | undefined>(slots)
    for (const flow of old) if (flow !== undefined) this.put(flow)
  }
}

function hash(ipv6: boolean, address0: number, address1: number, ports: number): number {
  let h = Math.imul(address0, 0x85ebca6b) ^ Math.imul(address1, 0xc2b2ae35) ^ Math.imul(ports, 0x27d4eb2f)
  if (ipv6) h ^= 0x5bd1e995
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  return h ^ (h >>> 13)
}
