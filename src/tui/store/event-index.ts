/** Events in one chunk: 768 KiB of columns. */
const CHUNK = 1 << 15
const SOURCE_BITS = 40
const OFFSET_RANGE = 2 ** SOURCE_BITS

/** One event of the timeline in 24 bytes; the frame itself is read and decoded again when somebody looks. */
export interface IndexEntry {
  readonly seconds: number
  readonly nanos: number
  /** The packet that completed it. */
  readonly packet: number
  readonly flow: number
  readonly side: 0 | 1
  /** Number in the table of kinds. */
  readonly kind: number
  /** Where its bytes are: see `placeIn`. */
  readonly place: number
}

interface Columns {
  readonly seconds: Uint32Array
  readonly nanos: Uint32Array
  readonly packet: Uint32Array
  readonly way: Uint32Array
  readonly placeLow: Uint32Array
  readonly placeHigh: Uint16Array
  readonly kind: Uint16Array
}

/** `offset` in one of 256 sources, as one number. */
export function placeIn(source: number, offset: number): number {
  return source * OFFSET_RANGE + offset
}

export const sourceOf = (place: number): number => Math.floor(place / OFFSET_RANGE)
export const offsetOf = (place: number): number => place % OFFSET_RANGE

/** All events in order, as columns of typed arrays in chunks: nothing is moved when it grows, and nothing is an object. */
export class EventIndex {
  count = 0
  private readonly chunks: Columns[] = []

  /** Takes the next event; gives its number, from 0. */
  add(entry: IndexEntry): number {
    const at = this.count % CHUNK
    if (at === 0) this.chunks.push(newColumns())
    const columns = this.chunks[this.chunks.length - 1]!
    columns.seconds[at] = entry.seconds
    columns.nanos[at] = entry.nanos
    columns.packet[at] = entry.packet
    columns.way[at] = entry.flow * 2 + entry.side
    columns.placeLow[at] = entry.place % 2 ** 32
    columns.placeHigh[at] = Math.floor(entry.place / 2 ** 32)
    columns.kind[at] = entry.kind
    return this.count++
  }

  at(n: number): IndexEntry {
    const columns = this.columnsOf(n)
    const at = n % CHUNK
    const way = columns.way[at]!
    return {
      seconds: columns.seconds[at]!,
      nanos: columns.nanos[at]!,
      packet: columns.packet[at]!,
      flow: Math.floor(way / 2),
      side: (way & 1) as 0 | 1,
      kind: columns.kind[at]!,
      place: columns.placeHigh[at]! * 2 ** 32 + columns.placeLow[at]!,
    }
  }

  packet(n: number): number {
    return this.columnsOf(n).packet[n % CHUNK]!
  }

  flow(n: number): number {
    return Math.floor(this.columnsOf(n).way[n % CHUNK]! / 2)
  }

  kind(n: number): number {
    return this.columnsOf(n).kind[n % CHUNK]!
  }

  /** The first event of packet `packet` or a later one; `count` when there is none. */
  firstFrom(packet: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.packet(middle) < packet) low = middle + 1
      else high = middle
    }
    return low
  }

  private columnsOf(n: number): Columns {
    return this.chunks[Math.floor(n / CHUNK)]!
  }
}

function newColumns(): Columns {
  return {
    seconds: new Uint32Array(CHUNK),
    nanos: new Uint32Array(CHUNK),
    packet: new Uint32Array(CHUNK),
    way: new Uint32Array(CHUNK),
    placeLow: new Uint32Array(CHUNK),
    placeHigh: new Uint16Array(CHUNK),
    kind: new Uint16Array(CHUNK),
  }
}
