/**
 * Rate levels of clients by their servers' parameters, for whoever follows all connections: a look-up and a few sums for each
 * SNAC of a client whose server gave it parameters. Which SNACs a class has is kept once, as servers tell all clients the same.
 */
import { u16, u32 } from '../bytes/read.ts'
import { sameBytes } from '../bytes/same-bytes.ts'
import type { Clock } from '../clock.ts'
import { levelAfter, stateAt, type RateLimits, type RateState } from './rate-level.ts'

const RECORD = 30
/** With the time since the last SNAC and the state, which servers of version 3 add. */
const LONG_RECORD = 35
/** Foodgroups and subgroups that a table has room for. */
const WIDTH = 64

/** The lowest level of a class of one connection. */
export interface RateFall {
  readonly classId: number
  readonly level: number
  readonly state: RateState
  /** The level below which that begins. */
  readonly border: number
  readonly packet: number
}

interface RateClass {
  readonly id: number
  readonly limits: RateLimits
  readonly level: number
}

/** What a server tells its clients: most of them the same. */
interface Table {
  /** The parameters that it was read from. */
  readonly parameters: Uint8Array
  /** Place of a SNAC's class among the classes, plus one. */
  readonly members: Uint8Array
  readonly classes: readonly RateClass[]
}

/** Classes of a connection that are followed, and numbers kept of each: level, time of the last SNAC, lowest level, its packet. */
const CLASSES = 8
const NUMBERS = 4
/** Servers that tell each client something else are followed no further than this. */
const TABLES = 256
const LAST = 1
const LOWEST = 2
const PACKET = 3

export class RateRows {
  private readonly clock: Clock
  /** Of each row: the number of its table, plus one. */
  private tableOf = new Int32Array(1024)
  private numbers = new Float64Array(1024 * CLASSES * NUMBERS)
  private readonly tables: Table[] = []
  /** Number of the table that was used last. */
  private last = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Takes the parameters in the body `bytes[start, end)` of 0001/0007. */
  learn(row: number, bytes: Uint8Array, start: number, end: number): void {
    const number = this.numberOf(bytes.subarray(start, end))
    if (number === 0) return
    if (row >= this.tableOf.length) this.grow(row + 1)
    this.tableOf[row] = this.last = number
    this.tables[number - 1]!.classes.forEach(({ level }, nth) => this.set(row, nth, level))
  }

  /** Number of the table of these parameters, 0 when there is none: a capture has a few servers, and clients of one in a row. */
  private numberOf(parameters: Uint8Array): number {
    const isTheirs = (table: Table | undefined): boolean =>
      table !== undefined && sameBytes(table.parameters, parameters)
    if (isTheirs(this.tables[this.last - 1])) return this.last
    const known = this.tables.findIndex(isTheirs) + 1
    if (known > 0 || this.tables.length >= TABLES) return known
    const table = readTable(parameters.slice())
    return table === undefined ? 0 : this.tables.push(table)
  }

  /** Takes the classes in the body of 0001/000a: the server says where they are. */
  change(row: number, bytes: Uint8Array, start: number, end: number): void {
    const table = row < this.tableOf.length ? this.tables[this.tableOf[row]! - 1] : undefined
    if (table === undefined) return
    const size = (end - start - 2) % RECORD === 0 ? RECORD : LONG_RECORD
    for (let at = start + 2; at + size <= end; at += size) {
      const told = readClass(bytes, at)
      const nth = table.classes.findIndex(({ id }) => id === told.id)
      if (nth >= 0 && nth < CLASSES) this.numbers[(row * CLASSES + nth) * NUMBERS] = told.level
    }
  }

  /** The SNAC `bytes[snac, ...)` of a client counts for its class. */
  spend(row: number, bytes: Uint8Array, snac: number): void {
    const number = row < this.tableOf.length ? this.tableOf[row]! : 0
    if (number === 0) return
    const foodgroup = u16(bytes, snac)
    const subgroup = u16(bytes, snac + 2)
    if (foodgroup >= WIDTH || subgroup >= WIDTH) return
    const { members, classes } = this.tables[number - 1]!
    const place = members[foodgroup * WIDTH + subgroup]!
    if (place === 0) return
    const { limits } = classes[place - 1]!
    const { numbers, clock } = this
    const at = (row * CLASSES + place - 1) * NUMBERS
    const now = clock.now * 1000
    const before = numbers[at + LAST]!
    const level = levelAfter(numbers[at]!, before < 0 ? limits.max : Math.max(0, now - before), limits)
    numbers[at] = level
    numbers[at + LAST] = now
    if (level >= limits.alert || level >= numbers[at + LOWEST]!) return
    numbers[at + LOWEST] = level
    numbers[at + PACKET] = clock.carrier
  }

  /** The lowest levels of a connection's classes, of those that came below alert. */
  falls(row: number): readonly RateFall[] {
    const number = row < this.tableOf.length ? this.tableOf[row]! : 0
    if (number === 0) return NONE
    const falls: RateFall[] = []
    this.tables[number - 1]!.classes.forEach(({ id, limits }, nth) => {
      const at = (row * CLASSES + nth) * NUMBERS
      const packet = nth < CLASSES ? this.numbers[at + PACKET]! : 0
      if (packet === 0) return
      const level = this.numbers[at + LOWEST]!
      const state = stateAt(level, 'clear', limits)
      const border = state === 'clear' ? limits.alert : limits[state]
      falls.push({ classId: id, level: Math.round(level), state, border, packet })
    })
    return falls
  }

  end(row: number): void {
    if (row < this.tableOf.length) this.tableOf[row] = 0
  }

  private set(row: number, nth: number, level: number): void {
    if (nth >= CLASSES) return
    this.numbers.set([level, -1, Infinity, 0], (row * CLASSES + nth) * NUMBERS)
  }

  private grow(rows: number): void {
    const length = Math.max(rows, this.tableOf.length * 2)
    const [tableOf, numbers] = [new Int32Array(length), new Float64Array(length * CLASSES * NUMBERS)]
    tableOf.set(this.tableOf)
    numbers.set(this.numbers)
    this.tableOf = tableOf
    this.numbers = numbers
  }
}

const NONE: readonly RateFall[] = []

/** The body of 0001/0007, which is kept; undefined when it does not add up, or has more classes than anybody gives. */
function readTable(bytes: Uint8Array): Table | undefined {
  const count = bytes.length < 2 ? 0 : u16(bytes, 0)
  const size = [LONG_RECORD, RECORD].find((each) => groupsEnd(bytes, 2 + count * each, count) === bytes.length)
  if (size === undefined || count === 0) return undefined
  const classes: RateClass[] = []
  for (let at = 2; classes.length < count; at += size) classes.push(readClass(bytes, at))
  const members = new Uint8Array(WIDTH * WIDTH)
  for (let at = 2 + count * size; at + 4 <= bytes.length;) {
    const place = classes.findIndex(({ id }) => id === u16(bytes, at)) + 1
    const next = at + 4 + 4 * u16(bytes, at + 2)
    for (at += 4; at < next; at += 4) {
      const [foodgroup, subgroup] = [u16(bytes, at), u16(bytes, at + 2)]
      const isFollowed = place <= CLASSES && foodgroup < WIDTH && subgroup < WIDTH
      if (isFollowed) members[foodgroup * WIDTH + subgroup] = place
    }
  }
  return { parameters: bytes, members, classes }
}

function readClass(bytes: Uint8Array, at: number): RateClass {
  const level = (nth: number): number => u32(bytes, at + 2 + 4 * nth)
  const limits: RateLimits = {
    window: Math.max(1, level(0)),
    clear: level(1),
    alert: level(2),
    limit: level(3),
    disconnect: level(4),
    max: level(6),
  }
  return { id: u16(bytes, at), limits, level: level(5) }
}

/** Where the lists of `count` classes end that begin at `start`; -1 when they do not fit. */
function groupsEnd(bytes: Uint8Array, start: number, count: number): number {
  let at = start
  for (let n = 0; n < count; n++) {
    if (at + 4 > bytes.length) return -1
    at += 4 + 4 * u16(bytes, at + 2)
  }
  return at > bytes.length ? -1 : at
}
