/**
 * Requests and their replies on connections to a server. A reply has the request id of its request, and its table row lists
 * the requests it answers; flag 0x0001 says that more parts follow. Where no id agrees (BUCP has none, some clients always
 * write zero) the oldest request that it can answer is meant. An id with bit 31 is the server's own: such a SNAC answers nothing.
 */
import type { Side } from '../network/flow.ts'
import { findTlv } from '../oscar/find-tlv.ts'
import { FLAP_HEADER } from '../oscar/flap.ts'
import { snacBodyAt } from '../oscar/snac.ts'
import { FOODGROUPS, type Subgroup } from '../oscar/index.ts'
import type { TimelineEvent } from './event.ts'
import { Recent } from './recent.ts'

const MORE_FOLLOW = 0x0001
const SERVER_ID = 0x80000000
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
  strays = 0
  readonly strayReplies: Stray[] = []
  slowest: Answer | undefined
  private readonly open = new Map<string, Request>()
  private nameless = 0
  /** Request ids that the client has used for anything. */
  private readonly used = new Recent<number, true>(MAX_OPEN)
  /** Request ids that were answered: further parts of an answer are no strays. */
  private readonly done = new Recent<number, Request>(MAX_OPEN)

  /** Requests that wait for their reply, the oldest first. */
  get unanswered(): readonly Request[] {
    return [...this.open.values()]
  }

  see(event: TimelineEvent): Answer | undefined {
    if (event.fromClient) this.used.set(event.requestId, true)
    const row = FOODGROUPS.get(event.foodgroup)?.subgroups.get(event.subgroup)
    if (row === undefined) return undefined
    if (row.repliesTo.length > 0 || row.error === true) {
      const answer = this.answer(event, row)
      if (answer !== undefined) return answer
    }
    if (expectsReply(event)) this.ask(event)
    return undefined
  }

  private ask(event: TimelineEvent): void {
    const { name, foodgroup, subgroup, requestId, side, packet, seconds, nanos } = event
    if (this.open.size >= MAX_OPEN) this.open.delete(this.open.keys().next().value!)
    // A number behind the id keeps those apart that have none.
    const key = keyOf(side, requestId, requestId === 0 ? ++this.nameless : 0)
    this.open.delete(key)
    this.open.set(key, { name, foodgroup, subgroup, requestId, side, packet, seconds, nanos })
  }

  private answer(event: TimelineEvent, row: Subgroup): Answer | undefined {
    const key = this.find(event, row)
    const request = key === undefined ? this.partOf(event, row) : this.open.get(key)
    if (request === undefined) {
      if (event.requestId < SERVER_ID) this.stray(event)
      return undefined
    }
    if (key !== undefined && (event.flags & MORE_FOLLOW) === 0) {
      this.open.delete(key)
      this.done.set(request.requestId, request)
      this.answered++
    }
    const seconds = ((event.seconds - request.seconds) * 1e9 + event.nanos - request.nanos) / 1e9
    const answer = { request, seconds, isError: row.error === true }
    if (answer.isError) this.errors++
    if (this.slowest === undefined || seconds > this.slowest.seconds) this.slowest = answer
    return answer
  }

  /** Key of the request that is meant. */
  private find({ requestId, side, foodgroup }: TimelineEvent, row: Subgroup): string | undefined {
    const isMeant = (request: Request): boolean =>
      request.side !== side &&
      request.foodgroup === foodgroup &&
      (row.error === true || row.repliesTo.includes(request.subgroup))
    const key = keyOf(side === 0 ? 1 : 0, requestId, 0)
    const asked = this.open.get(key)
    if (asked !== undefined && isMeant(asked)) return key
    if (requestId >= SERVER_ID || (requestId !== 0 && this.nameless === 0)) return undefined
    for (const [other, request] of this.open) {
      if ((requestId === 0 || request.requestId === 0) && isMeant(request)) return other
    }
    return undefined
  }

  /** A further part of an answer whose last part came already. */
  private partOf({ requestId, foodgroup }: TimelineEvent, row: Subgroup): Request | undefined {
    const request = this.done.get(requestId)
    return request?.foodgroup === foodgroup && row.repliesTo.includes(request.subgroup) ? request : undefined
  }

  private stray({ name, requestId, packet, track }: TimelineEvent): void {
    // What was asked may have been sent before the capture began, or in one of its holes; other requests have answers too.
    if (!track.intact || this.used.get(requestId) === true) return
    this.strays++
    if (this.strayReplies.length < MAX_KEPT) this.strayReplies.push({ name, requestId, packet })
  }
}

const keyOf = (side: Side, requestId: number, number: number): string => `${side} ${requestId} ${number}`

/** Subgroups of each foodgroup that a reply is listed for. */
const ASKING = new Set(
  [...FOODGROUPS.values()].flatMap(({ foodgroup, subgroups }) =>
    [...subgroups.values()].flatMap(({ repliesTo }) => repliesTo.map((subgroup) => foodgroup * 0x10000 + subgroup)),
  ),
)

/** A message is acknowledged only when it asks for that. */
function expectsReply(event: TimelineEvent): boolean {
  if (event.foodgroup === ICBM && event.subgroup === TO_HOST) {
    const { bytes, start, end } = event
    const name = snacBodyAt(bytes, start + FLAP_HEADER, end) + COOKIE_AND_CHANNEL
    return findTlv(bytes, name + 1 + (bytes[name] ?? 0), end, REQUEST_HOST_ACK) >= 0
  }
  return ASKING.has(event.foodgroup * 0x10000 + event.subgroup)
}
