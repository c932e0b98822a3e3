/**
 * Which messages of a connection the host was to acknowledge, for whoever follows all connections: words, as messages come
 * by the million. Rendezvous are left out: their conversations follow them.
 */
import { u32 } from '../bytes/read.ts'
import type { Clock } from '../clock.ts'
import { findTlv } from './find-tlv.ts'
import { RowBlocks } from './row-blocks.ts'

const REQUEST_HOST_ACK = 0x0003
const SERVER_ID = 0x80000000

/** Words of a connection: packet of the last message that was acknowledged, seconds of the last that was forgotten, the next slot. */
const ACKED = 0
const FORGOTTEN = 1
const NEXT = 2
const HEAD = 3
/** Words of a message: request id, state, packet, seconds, the two halves of the cookie. */
const STATE = 1
const PACKET = 2
const SECONDS = 3
const COOKIE = 4
const SLOT = 6
/** Hosts acknowledge at once: more than two that wait are rare. */
const SLOTS = 8
const BLOCK = HEAD + SLOT * SLOTS

const UNASKED = 1
const WAITS = 2
const ANSWERED = 3
/** No message but an acknowledgment, of one that was not seen so far: the two directions may be captured out of order. */
const STRAY = 4
/** Several messages with one id, so that acknowledgments cannot be told apart. */
const ALIKE = 5

/** Seconds after which nobody acknowledges a message any more. */
const PATIENCE = 10

/** A message to the host, or an acknowledgment of none. */
export interface SentMessage {
  readonly requestId: number
  /** It asks the host to acknowledge it. */
  readonly asks: boolean
  readonly cookie: string
  readonly packet: number
  readonly seconds: number
}

const NONE: readonly SentMessage[] = []

export class AckRows extends RowBlocks {
  private readonly clock: Clock

  constructor(clock: Clock) {
    super(BLOCK)
    this.clock = clock
  }

  /** A message to the host, with its body in `bytes[body, end)`. */
  sent(row: number, requestId: number, bytes: Uint8Array, body: number, end: number): void {
    const tlvs = body + 11 + (bytes[body + 10] ?? 0)
    const asks = findTlv(bytes, tlvs, end, REQUEST_HOST_ACK) >= 0
    const base = this.block(row)
    const known = this.slotOf(base, requestId)
    const state = asks ? WAITS : UNASKED
    if (known < 0) this.write(this.place(base), requestId, state, bytes, body)
    else if (this.words[known + STATE] === STRAY) this.words[known + STATE] = ANSWERED
    else this.write(known, requestId, this.words[known + STATE] === ANSWERED ? state : ALIKE, bytes, body)
  }

  /** The host acknowledges a message, with its body at `body`; false when something is odd about it, and nothing was noted. */
  pass(row: number, requestId: number, bytes: Uint8Array, body: number): boolean {
    const base = this.baseOf(row)
    const slot = base < 0 ? -1 : this.slotOf(base, requestId)
    if (slot < 0 && requestId >= SERVER_ID) {
      // Some hosts give their acknowledgments ids of their own: then the cookie says which message is meant.
      if (base >= 0) this.settle(base, bytes, body)
      return true
    }
    const state = slot < 0 ? UNASKED : this.words[slot + STATE]!
    if (state === UNASKED || (state !== ALIKE && !this.isOf(slot, bytes, body))) return false
    this.answer(base, slot)
    return true
  }

  /** The same for one that something is odd about: gives the message that it has the id of. */
  acknowledge(row: number, requestId: number, bytes: Uint8Array, body: number): SentMessage | undefined {
    const base = this.block(row)
    const slot = this.slotOf(base, requestId)
    if (slot < 0) {
      const forgotten = this.clock.seconds - (this.words[base + FORGOTTEN]! >>> 0) <= PATIENCE
      if (!forgotten) this.write(this.place(base), requestId, STRAY, bytes, body)
      return undefined
    }
    const message = this.read(slot)
    this.answer(base, slot)
    return message
  }

  /** The host refuses whatever has this id. */
  refuse(row: number, requestId: number): void {
    const base = this.baseOf(row)
    const slot = base < 0 ? -1 : this.slotOf(base, requestId)
    if (slot >= 0) this.words[slot + STATE] = ANSWERED
  }

  /** Packet of the last message that was acknowledged, 0 when none was. */
  acknowledged(row: number): number {
    const base = this.baseOf(row)
    return base < 0 ? 0 : this.words[base + ACKED]!
  }

  /** Messages that were not acknowledged, the oldest first; or acknowledgments of none. */
  open(row: number, what: 'messages' | 'acknowledgments'): readonly SentMessage[] {
    const base = this.baseOf(row)
    const wanted = what === 'messages' ? WAITS : STRAY
    let found = NONE
    for (let slot = base + HEAD; base >= 0 && slot < base + BLOCK; slot += SLOT)
      if (this.words[slot + STATE] === wanted) found = [...found, this.read(slot)]
    return found.length < 2 ? found : found.toSorted((a, b) => a.packet - b.packet)
  }

  /** The connection is over. */
  end(row: number): void {
    this.release(row)
  }

  private answer(base: number, slot: number): void {
    const { words } = this
    if (words[slot + STATE] !== ALIKE) words[slot + STATE] = ANSWERED
    words[base + ACKED] = Math.max(words[base + ACKED]!, words[slot + PACKET]!)
  }

  private settle(base: number, bytes: Uint8Array, body: number): void {
    for (let slot = base + HEAD; slot < base + BLOCK; slot += SLOT)
      if (this.words[slot + STATE] === WAITS && this.isOf(slot, bytes, body)) this.words[slot + STATE] = ANSWERED
  }

  /** The next slot of which nothing is expected any more; when all wait, one of them is forgotten. */
  private place(base: number): number {
    const { words } = this
    let nth = words[base + NEXT]!
    for (let k = 0; k < SLOTS && isOpen(words[base + HEAD + nth * SLOT + STATE]!); k++) nth = (nth + 1) % SLOTS
    const slot = base + HEAD + nth * SLOT
    words[base + NEXT] = (nth + 1) % SLOTS
    if (words[slot + STATE] !== 0) words[base + FORGOTTEN] = words[slot + SECONDS]!
    return slot
  }

  private write(slot: number, requestId: number, state: number, bytes: Uint8Array, body: number): void {
    const { words, clock } = this
    words[slot] = requestId | 0
    words[slot + STATE] = state
    words[slot + PACKET] = clock.carrier
    words[slot + SECONDS] = clock.seconds
    words[slot + COOKIE] = u32(bytes, body) | 0
    words[slot + COOKIE + 1] = u32(bytes, body + 4) | 0
  }

  private isOf(slot: number, bytes: Uint8Array, body: number): boolean {
    const { words } = this
    return words[slot + COOKIE] === (u32(bytes, body) | 0) && words[slot + COOKIE + 1] === (u32(bytes, body + 4) | 0)
  }

  private read(slot: number): SentMessage {
    const { words } = this
    const half = (at: number): string => (words[slot + at]! >>> 0).toString(16).padStart(8, '0')
    return {
      requestId: words[slot]! >>> 0,
      asks: words[slot + STATE] !== UNASKED,
      cookie: half(COOKIE) + half(COOKIE + 1),
      packet: words[slot + PACKET]!,
      seconds: words[slot + SECONDS]! >>> 0,
    }
  }

  /** Where the message with this id is; -1 when there is none. */
  private slotOf(base: number, requestId: number): number {
    const { words } = this
    for (let slot = base + HEAD; slot < base + BLOCK; slot += SLOT)
      if (words[slot] === (requestId | 0) && words[slot + STATE] !== 0) return slot
    return -1
  }
}

const isOpen = (state: number): boolean => state === WAITS || state === STRAY
