import { u16, u32 } from '../bytes/read.ts'
import type { Clock } from '../clock.ts'
import { AckRows } from './ack-rows.ts'
import { RateRows } from './rate-rows.ts'
import { RowBlocks } from './row-blocks.ts'
import { answers, ROLE, wantsAnswer } from './snac-roles.ts'

/** Words of a connection: bits of `STATE`, foodgroups by HOST_ONLINE and by CLIENT_ONLINE, when the latter was. */
const STATE = 0
const OFFERED = 1
const ANNOUNCED = 2
const ONLINE = 3
const HEAD = 4
/** Words of a request: id, foodgroup and subgroup, packet (negative once it is answered), seconds. */
const SLOT = 4
const SLOTS = 32
const BLOCK = HEAD + SLOT * SLOTS
/** A request is in one of so many slots from that of its id on. */
const PROBES = 4

/** In the foodgroup and subgroup of a reply that came before its request: the two directions may be captured out of order. */
const STRAY = 0x40000000

/** The client signed on with a cookie: it has to wait for HOST_ONLINE. */
const WAITS = 1
/** A request was forgotten. */
const FORGOT = 2
/** The same, while it waited for its answer. */
const LOST = 4

const OSERVICE = 0x0001
/** A foodgroup and its versions in CLIENT_ONLINE. */
const ANNOUNCEMENT = 8
const MORE_REPLIES = 0x01
/** Foodgroups that fit into a word of bits. */
const BITS = 32

/** Set in the ids that a server gives to what it sends on its own. */
export const SERVER_ID = 0x80000000

/** What is odd about a SNAC. */
export const ODD = {
  no: 0,
  /** A client gave it an id with the bit of the server's. */
  id: 1,
  /** Its foodgroup is not in HOST_ONLINE, or not in CLIENT_ONLINE. */
  notOffered: 2,
  notAnnounced: 4,
  /** A reply whose id no request has that it could answer. */
  reply: 8,
  /** The client should have waited for HOST_ONLINE. */
  early: 16,
} as const

/** What a client asked; or a reply that answers nothing. */
export interface Request {
  readonly foodgroup: number
  readonly subgroup: number
  readonly requestId: number
  readonly packet: number
  readonly seconds: number
}

const NONE: readonly Request[] = []

/**
 * Which foodgroups a connection has, what its client asked and what is not answered yet, in words, so that the questions
 * and answers of a sign-on are checked in passing: a connection's row is its flow's. Only what is odd is read by anybody.
 */
export class SnacRows extends RowBlocks {
  readonly rates: RateRows
  readonly acks: AckRows
  private readonly clock: Clock

  constructor(clock: Clock) {
    super(BLOCK)
    this.clock = clock
    this.rates = new RateRows(clock)
    this.acks = new AckRows(clock)
  }

  /** Takes note of a SNAC with one of `ROLE.noted`, `bytes[snac, end)`; false when something is odd about it, and nothing was noted. */
  pass(row: number, fromClient: boolean, role: number, bytes: Uint8Array, snac: number, end: number): boolean {
    if (this.judge(row, fromClient, role, bytes, snac) !== ODD.no) return false
    this.note(row, fromClient, role, bytes, snac, end)
    return true
  }

  /** Something is odd about a message of a client. */
  isOdd(row: number, bytes: Uint8Array, snac: number): boolean {
    return this.judge(row, true, 0, bytes, snac) !== ODD.no
  }

  /** Bits of `ODD`. */
  judge(row: number, fromClient: boolean, role: number, bytes: Uint8Array, snac: number): number {
    const base = this.baseOf(row)
    const requestId = u32(bytes, snac + 6)
    const foodgroup = u16(bytes, snac)
    if (fromClient) {
      const odd = requestId >= SERVER_ID && (role & (ROLE.error | ROLE.answer)) === 0 ? ODD.id : ODD.no
      if (base < 0) return odd
      const offered = this.words[base + OFFERED]!
      if (offered === 0) return (this.words[base + STATE]! & WAITS) === 0 ? odd : odd | ODD.early
      if (foodgroup <= OSERVICE || foodgroup >= BITS) return odd
      const bit = 1 << foodgroup
      if ((offered & bit) === 0) return odd | ODD.notOffered
      const announced = this.words[base + ANNOUNCED]!
      return announced !== 0 && (announced & bit) === 0 ? odd | ODD.notAnnounced : odd
    }
    if (base < 0 || (role & ROLE.reply) === 0 || (role & ROLE.unasked) !== 0) return ODD.no
    if (requestId === 0 || requestId >= SERVER_ID) return ODD.no
    const slot = this.slotOf(base, requestId)
    const fits = slot < 0 || this.words[slot + 1]! >= STRAY || this.isAnswered(slot, foodgroup, u16(bytes, snac + 2))
    return fits || (this.words[base + STATE]! & LOST) !== 0 ? ODD.no : ODD.reply
  }

  /** Takes note of a SNAC. */
  note(row: number, fromClient: boolean, role: number, bytes: Uint8Array, snac: number, end: number): void {
    const requestId = u32(bytes, snac + 6)
    const kind = (u16(bytes, snac) << 16) | u16(bytes, snac + 2)
    if (!fromClient) {
      if ((role & (ROLE.reply | ROLE.error)) === 0 || (bytes[snac + 5]! & MORE_REPLIES) !== 0) return
      this.answer(this.block(row), kind, requestId, role)
    } else if ((role & ROLE.request) !== 0) {
      if (wantsAnswer(kind >>> 16, kind & 0xffff, bytes, snac + 10, end)) this.ask(this.block(row), requestId, kind)
    } else if ((role & (ROLE.telling | ROLE.answer | ROLE.error)) === ROLE.telling) {
      // Nothing answers it, except perhaps an error.
      const base = this.block(row)
      const slot = this.place(base, requestId)
      this.write(slot, requestId, kind)
      this.words[slot + 2] = -this.words[slot + 2]!
    } else if ((role & ROLE.online) !== 0) {
      const base = this.block(row)
      this.words[base + ONLINE] ||= this.clock.seconds
      this.words[base + ANNOUNCED]! |= bitsOf(bytes, snac + 10, end, ANNOUNCEMENT)
    }
  }

  /** The client signed on with a cookie. */
  wait(row: number): void {
    this.words[this.block(row) + STATE]! |= WAITS
  }

  /** The server has the foodgroups that the numbers in `bytes[start, end)` name. */
  offer(row: number, bytes: Uint8Array, start: number, end: number): void {
    const base = this.block(row)
    this.words[base + STATE]! &= ~WAITS
    this.words[base + OFFERED]! |= bitsOf(bytes, start, end, 2)
  }

  /** An early SNAC or a missing foodgroup was told of: once is enough. */
  allow(row: number, foodgroup: number): void {
    const base = this.block(row)
    this.words[base + STATE]! &= ~WAITS
    if (this.words[base + OFFERED] !== 0) this.words[base + OFFERED]! |= 1 << foodgroup
    if (this.words[base + ANNOUNCED] !== 0) this.words[base + ANNOUNCED]! |= 1 << foodgroup
  }

  /** Whether the server said what it has. */
  isOffered(row: number): boolean {
    const base = this.baseOf(row)
    return base >= 0 && this.words[base + OFFERED] !== 0
  }

  /** Capture seconds at which the client said that it is ready; 0 when it did not. */
  online(row: number): number {
    const base = this.baseOf(row)
    return base < 0 ? 0 : this.words[base + ONLINE]! >>> 0
  }

  /** The last request with this id. */
  request(row: number, requestId: number): Request | undefined {
    const base = this.baseOf(row)
    const slot = base < 0 ? -1 : this.slotOf(base, requestId)
    return slot < 0 || this.words[slot + 1]! >= STRAY ? undefined : this.read(slot)
  }

  /** Whether every request of the connection is still known. */
  knowsAll(row: number): boolean {
    const base = this.baseOf(row)
    return base < 0 || (this.words[base + STATE]! & FORGOT) === 0
  }

  /** Requests that wait for an answer, the oldest first; or replies that answer nothing. */
  open(row: number, what: 'requests' | 'replies'): readonly Request[] {
    const base = this.baseOf(row)
    let found = NONE
    for (let slot = base + HEAD; base >= 0 && slot < base + BLOCK; slot += SLOT) {
      const isReply = this.words[slot + 1]! >= STRAY
      if (this.words[slot + 2]! > 0 && isReply === (what === 'replies')) found = [...found, this.read(slot)]
    }
    return found.length < 2 ? found : found.toSorted((a, b) => a.packet - b.packet)
  }

  /** The connection is over. */
  end(row: number): void {
    this.rates.end(row)
    this.acks.end(row)
    this.release(row)
  }

  private ask(base: number, requestId: number, kind: number): void {
    const { words } = this
    const slot = this.place(base, requestId)
    const isSame = words[slot] === (requestId | 0)
    if (isSame && words[slot + 1]! >= STRAY && answers(kind >>> 16, words[slot + 1]! & 0xffff, kind & 0xffff)) {
      words[slot + 1] = kind
      words[slot + 2] = -words[slot + 2]!
      return
    }
    // A client that numbers everything alike cannot tell the answers apart, and neither can anybody else.
    if (isSame && words[slot + 2]! > 0) words[base + STATE]! |= FORGOT | LOST
    this.write(slot, requestId, kind)
  }

  /** An answer came: to the request with its id, or, where the ids say nothing, to the oldest that it could be meant for. */
  private answer(base: number, kind: number, requestId: number, role: number): void {
    const { words } = this
    const [foodgroup, subgroup] = [kind >>> 16, kind & 0xffff]
    let slot = this.slotOf(base, requestId)
    const isError = (role & ROLE.error) !== 0
    if (slot < 0 && requestId !== 0 && requestId < SERVER_ID) {
      const isStray = !isError && (role & ROLE.unasked) === 0 && (words[base + STATE]! & LOST) === 0
      if (isStray) this.write(this.place(base, requestId), requestId, kind | STRAY)
      return
    }
    const fits =
      slot >= 0 && (isError ? this.words[slot + 1]! >>> 16 === foodgroup : this.isAnswered(slot, foodgroup, subgroup))
    if (!fits) {
      // Logins number nothing, and AOL's hosts gave 0001/0018 an id of their own.
      if (requestId !== 0 && requestId < SERVER_ID) return
      slot = this.oldest(base, foodgroup, subgroup)
    }
    if (slot >= 0 && words[slot + 1]! < STRAY && words[slot + 2]! > 0) words[slot + 2] = -words[slot + 2]!
  }

  /** The slot for a request or reply with this id: the one it has, a free one, or the one whose loss costs least. */
  private place(base: number, requestId: number): number {
    const { words } = this
    const first = indexOf(requestId)
    let slot = base + HEAD + first * SLOT
    let best = 3
    for (let k = 0; k < PROBES && best > 0; k++) {
      const probe = base + HEAD + ((first + k) % SLOTS) * SLOT
      const packet = words[probe + 2]!
      const cost = packet === 0 || words[probe] === (requestId | 0) ? 0 : packet < 0 ? 1 : 2
      if (cost >= best) continue
      best = cost
      slot = probe
    }
    if (best > 0) words[base + STATE]! |= best > 1 ? FORGOT | LOST : FORGOT
    return slot
  }

  private write(slot: number, requestId: number, kind: number): void {
    const { words, clock } = this
    words[slot] = requestId | 0
    words[slot + 1] = kind
    words[slot + 2] = clock.carrier
    words[slot + 3] = clock.seconds
  }

  private oldest(base: number, foodgroup: number, subgroup: number): number {
    let oldest = -1
    for (let slot = base + HEAD; slot < base + BLOCK; slot += SLOT) {
      const packet = this.words[slot + 2]!
      if (packet <= 0 || (oldest >= 0 && packet > this.words[oldest + 2]!)) continue
      if (this.isAnswered(slot, foodgroup, subgroup)) oldest = slot
    }
    return oldest
  }

  private isAnswered(slot: number, foodgroup: number, subgroup: number): boolean {
    const kind = this.words[slot + 1]!
    return kind >>> 16 === foodgroup && answers(foodgroup, subgroup, kind & 0xffff)
  }

  private read(slot: number): Request {
    const { words } = this
    const kind = words[slot + 1]! & ~STRAY
    return {
      requestId: words[slot]! >>> 0,
      foodgroup: kind >>> 16,
      subgroup: kind & 0xffff,
      packet: Math.abs(words[slot + 2]!),
      seconds: words[slot + 3]! >>> 0,
    }
  }

  /** Where the request with this id is; -1 when there is none. */
  private slotOf(base: number, requestId: number): number {
    const { words } = this
    const first = indexOf(requestId)
    for (let k = 0; k < PROBES; k++) {
      const slot = base + HEAD + ((first + k) % SLOTS) * SLOT
      if (words[slot] === (requestId | 0) && words[slot + 2] !== 0) return slot
    }
    return -1
  }
}

/** Clients count the low word up, or the high one with the subgroup in the low. */
function indexOf(requestId: number): number {
  return (requestId ^ (requestId >>> 16)) & (SLOTS - 1)
}

/** A bit for each number at the start of records of `size` bytes. */
function bitsOf(bytes: Uint8Array, start: number, end: number, size: number): number {
  let bits = 0
  for (let at = start; at + 2 <= end; at += size) {
    const number = u16(bytes, at)
    if (number < BITS) bits |= 1 << number
  }
  return bits
}
