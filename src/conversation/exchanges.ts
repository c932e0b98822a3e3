/**
 * Requests and their replies on connections to a server. A reply has the request id of its request, and its table row lists
 * the requests it answers; flag 0x0001 says that more parts follow. Where the id says nothing (BUCP has none, AOL's hosts gave
 * some answers an id of their own, with bit 31) the oldest request that it can answer is meant.
 *
 * `SnacRows` comes to the same in words, for the rules and without events; it does not follow what is asked without end.
 */
import type { Side } from '../network/flow.ts'
import { findTlv } from '../oscar/find-tlv.ts'
import { FLAP_HEADER } from '../oscar/flap.ts'
import { FOODGROUPS } from '../oscar/index.ts'
import { snacBodyAt } from '../oscar/snac.ts'
import { answers, isFollowed, ROLE, roleOf, wantsAnswer } from '../oscar/snac-roles.ts'
import { SERVER_ID } from '../oscar/snac-rows.ts'
import type { TimelineEvent } from './event.ts'
import { Recent } from './recent.ts'

const MORE_FOLLOW = 0x0001
const ICBM = 0x0004
const TO_HOST = 0x0006
/** In front of the screen name of a message. */
const COOKIE_AND_CHANNEL = 10
const REQUEST_HOST_ACK = 0x0003
/** Requests of one connection that wait at the same time; the oldest is given up for another. */
const MAX_OPEN = 1_024
/** Unanswered requests and stray replies of one connection that are kept with their packets. */
const MAX_KEPT = 64

/** A SNAC that asks for an answer. */
export interface Request {
  readonly name: string
  readonly foodgroup: number
  readonly subgroup: number
  readonly requestId: number
  readonly side: Side
  readonly packet: number
  readonly seconds: number
  readonly nanos: number
}

/** What a reply answers, and how long that took. */
export interface Answer {
  readonly request: Request
  /** Seconds between the two. */
  readonly seconds: number
  readonly isError: boolean
}

/** A reply that nobody asked for. */
export interface Stray {
  readonly name: string
  readonly requestId: number
  readonly packet: number
}

/** What became of the requests of one connection. */
export class RequestLog {
  answered = 0
  errors = 0
  slowest: Answer | undefined
  private readonly open = new Map<string, Request>()
  private nameless = 0
  /** Request ids that the client has used for what nobody answers, unless with an error. */
  private readonly used = new Recent<number, true>(MAX_OPEN)
  /** Request ids that were answered: further parts of an answer are no strays. */
  private readonly done = new Recent<number, Request>(MAX_OPEN)
  private readonly unasked = new Map<number, Stray & Pick<Request, 'foodgroup' | 'subgroup'>>()
  /** Two requests with one id waited at the same time: which of them an answer is for cannot be told any more. */
  private alike = false

  /** Requests that wait for their reply, the oldest first. */
  get unanswered(): readonly Request[] {
    return [...this.open.values()]
  }

  /** Replies that nobody asked for. */
  get strayReplies(): readonly Stray[] {
    return [...this.unasked.values()]
  }

  see(event: TimelineEvent): Answer | undefined {
    const { foodgroup, subgroup, requestId, fromClient } = event
    const role = roleOf(foodgroup, subgroup)
    const isError = (role & ROLE.error) !== 0
    if (isError || REPLIES.has(keyOfKind(foodgroup, subgroup))) {
      const answer = this.answer(event, isError)
      if (answer !== undefined) return answer
      this.stray(event, role)
    }
    if (expectsReply(event)) this.ask(event)
    else if (fromClient && (role & (ROLE.telling | ROLE.answer | ROLE.error)) === ROLE.telling)
      this.used.set(requestId, true)
    return undefined
  }

  private ask(event: TimelineEvent): void {
    const { name, foodgroup, subgroup, requestId, side, packet, seconds, nanos } = event
    if (this.open.size >= MAX_OPEN) this.open.delete(this.open.keys().next().value!)
    const request = { name, foodgroup, subgroup, requestId, side, packet, seconds, nanos }
    const early = this.unasked.get(requestId)
    if (early?.foodgroup === foodgroup && answers(foodgroup, early.subgroup, subgroup)) {
      // The two directions may be captured out of order.
      this.unasked.delete(requestId)
      this.conclude(request)
      return
    }
    // A number behind the id keeps those apart that have none.
    const key = keyOf(side, requestId, requestId === 0 ? ++this.nameless : 0)
    if (this.open.delete(key)) this.alike = true
    this.open.set(key, request)
  }

  private answer(event: TimelineEvent, isError: boolean): Answer | undefined {
    const key = this.find(event, isError)
    const request = key === undefined ? this.partOf(event) : this.open.get(key)
    if (request === undefined) return undefined
    if (key !== undefined && (event.flags & MORE_FOLLOW) === 0) {
      this.open.delete(key)
      this.conclude(request)
    }
    const seconds = ((event.seconds - request.seconds) * 1e9 + event.nanos - request.nanos) / 1e9
    const answer = { request, seconds, isError }
    if (isError) this.errors++
    if (this.slowest === undefined || seconds > this.slowest.seconds) this.slowest = answer
    return answer
  }

  private conclude(request: Request): void {
    this.done.set(request.requestId, request)
    this.answered++
  }

  /** Key of the request that is meant. */
  private find({ requestId, side, foodgroup, subgroup }: TimelineEvent, isError: boolean): string | undefined {
    const isMeant = (request: Request): boolean =>
      request.side !== side &&
      request.foodgroup === foodgroup &&
      (isError || answers(foodgroup, subgroup, request.subgroup))
    const key = keyOf(side === 0 ? 1 : 0, requestId, 0)
    const asked = this.open.get(key)
    if (asked !== undefined && isMeant(asked)) return key
    if (isError || (requestId !== 0 && requestId < SERVER_ID)) return undefined
    for (const [other, request] of this.open) if (isMeant(request)) return other
    return undefined
  }

  /** A further part of an answer whose last part came already. */
  private partOf({ requestId, foodgroup, subgroup }: TimelineEvent): Request | undefined {
    const request = this.done.get(requestId)
    return request?.foodgroup === foodgroup && answers(foodgroup, subgroup, request.subgroup) ? request : undefined
  }

  /** A server's reply to no request at all. */
  private stray(
    { name, requestId, packet, track, fromClient, flags, foodgroup, subgroup }: TimelineEvent,
    role: number,
  ) {
    const isOwn = requestId === 0 || requestId >= SERVER_ID || (role & ROLE.unasked) !== 0
    const isTold = (role & ROLE.error) !== 0 ? isFollowed(foodgroup) : (role & ROLE.reply) !== 0
    if (fromClient || isOwn || !isTold || this.alike || (flags & MORE_FOLLOW) !== 0) return
    // What was asked may have been sent before the capture began, or in one of its holes.
    if (!track.intact || this.isKnown(requestId) || this.unasked.size >= MAX_KEPT) return
    this.unasked.set(requestId, { name, requestId, packet, foodgroup, subgroup })
  }

  /** The client has used the id, for whatever. */
  private isKnown(requestId: number): boolean {
    const isOpen = this.open.has(keyOf(0, requestId, 0)) || this.open.has(keyOf(1, requestId, 0))
    return isOpen || this.used.get(requestId) === true || this.done.get(requestId) !== undefined
  }
}

const keyOf = (side: Side, requestId: number, number: number): string => `${side} ${requestId} ${number}`

const keyOfKind = (foodgroup: number, subgroup: number): number => foodgroup * 0x10000 + subgroup

/** SNACs that a reply is listed for, and those that are replies. */
const ASKING = new Set<number>()
const REPLIES = new Set<number>()
for (const { foodgroup, subgroups } of FOODGROUPS.values()) {
  for (const { subgroup, repliesTo } of subgroups.values()) {
    if (repliesTo.length > 0) REPLIES.add(keyOfKind(foodgroup, subgroup))
    for (const request of repliesTo) ASKING.add(keyOfKind(foodgroup, request))
  }
}

/** A message is acknowledged only when it asks for that. */
function expectsReply(event: TimelineEvent): boolean {
  const { foodgroup, subgroup, bytes, start, end } = event
  if (foodgroup === ICBM && subgroup === TO_HOST) {
    const name = snacBodyAt(bytes, start + FLAP_HEADER, end) + COOKIE_AND_CHANNEL
    return findTlv(bytes, name + 1 + (bytes[name] ?? 0), end, REQUEST_HOST_ACK) >= 0
  }
  if (!ASKING.has(keyOfKind(foodgroup, subgroup))) return false
  return wantsAnswer(foodgroup, subgroup, bytes, snacBodyAt(bytes, start + FLAP_HEADER, end), end)
}
