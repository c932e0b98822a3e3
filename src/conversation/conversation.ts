import { longer } from './short-list.ts'
import { advance, CONVERSATION, type ConversationEvent, type ConversationState } from './machine.ts'
import type { Message, Role, Seen } from './message.ts'
import type { Track } from './track.ts'
import type { Transfer } from './transfer.ts'

export type Path = 'direct' | 'redirect' | 'proxy' | 'none' | 'unknown'
export type Outcome = 'complete' | 'declined' | 'cancelled' | 'failed' | 'aborted' | 'unfinished'

/** From the least to the worst. */
const MARKS = ['note', 'warning', 'error'] as const
export type Mark = (typeof MARKS)[number]

const NONE: readonly never[] = []
const NO_MARKS: ReadonlyMap<number, Mark> = new Map()

/** A TCP connection that somebody opened because of a proposal. */
export interface Attempt {
  readonly track: Track
  /** The proposal whose endpoint it went to. */
  readonly proposal: Message | undefined
}

/** One side of a conversation: a screen name as far as it is known, and the connections to the server it was seen on. */
export interface Person {
  /** As written by whoever named it first. */
  screenName: string | undefined
  tracks: readonly Track[]
}

/** All messages and connections of one cookie between two people for one service. */
export class Conversation {
  /** From 1, in the order of the first messages. */
  readonly id: number
  readonly cookie: string
  /** UUID of the service and its short name. */
  readonly service: string
  readonly serviceName: string
  readonly offerer: Person = { screenName: undefined, tracks: NONE }
  readonly target: Person = { screenName: undefined, tracks: NONE }
  messages: readonly Message[] = NONE
  /** Those of them that propose. */
  proposals: readonly Message[] = NONE
  /** Copies of messages that went by. */
  copies = 0
  readonly attempts: Attempt[] = []
  /** Peer connections that carried its protocol. */
  readonly connections: Track[] = []
  readonly transfers: Transfer[] = []
  state: ConversationState = 'proposed'
  readonly opened: Seen
  /** Capture seconds of the last sign of life. */
  touched: number
  /** Everything about it was said; late copies are counted, not judged. */
  final = false
  /** Capture seconds at which that was so. */
  finished = 0
  /** The worst finding of each step. */
  marks: ReadonlyMap<number, Mark> = NO_MARKS
  findings = { error: 0, warning: 0, note: 0 }

  constructor(id: number, cookie: string, service: string, serviceName: string, opened: Seen) {
    this.id = id
    this.cookie = cookie
    this.service = service
    this.serviceName = serviceName
    this.opened = opened
    this.touched = opened.seconds
  }

  add(message: Message): void {
    this.messages = longer(this.messages, message)
    if (message.kind === 'propose') this.proposals = longer(this.proposals, message)
  }

  happens(event: ConversationEvent): void {
    this.state = advance(CONVERSATION, this.state, event) ?? this.state
  }

  /** A finding about a step. */
  mark(step: number, severity: Mark): void {
    const marked = this.marks.get(step)
    if (marked !== undefined && MARKS.indexOf(marked) >= MARKS.indexOf(severity)) return
    this.marks = new Map(this.marks).set(step, severity)
  }

  /** It was seen from a numbered proposal on: nobody is taken for the other side. */
  get rolesKnown(): boolean {
    const [first] = this.messages
    return first?.kind === 'propose' && first.sequence !== undefined
  }

  person(role: Role): Person {
    return role === 'offerer' ? this.offerer : this.target
  }

  get cancelled(): boolean {
    return this.messages.some((message) => message.kind === 'cancel')
  }

  get accepted(): boolean {
    return this.messages.some((message) => message.kind === 'accept')
  }

  get outcome(): Outcome {
    switch (this.state) {
      case 'complete':
      case 'declined':
      case 'cancelled':
      case 'failed':
      case 'aborted':
        return this.state
      default:
        return 'unfinished'
    }
  }

  /** Over: nothing but late crossing messages is expected. */
  get concluded(): boolean {
    return this.outcome !== 'unfinished'
  }

  /** How the connection that carried the peer protocol came about. */
  get path(): Path {
    const carrier =
      this.connections.find((track) => track.transfers.some((t) => t.best.file.received > 0)) ?? this.connections[0]
    if (carrier === undefined) return 'none'
    if (carrier.peer?.protocol.startsWith('ars') === true) return 'proxy'
    const proposal = this.attempts.find((attempt) => attempt.track === carrier)?.proposal
    if (proposal !== undefined)
      return proposal.usesProxy ? 'proxy' : proposal.from === 'offerer' ? 'direct' : 'redirect'
    const sender = carrier.transfers[0]?.views[0]?.file.sender
    if (sender === undefined || !carrier.clientSure) return 'unknown'
    return sender === carrier.client ? 'redirect' : 'direct'
  }

  /** Every connection to a server on which its messages were seen holds all of their bytes, from the first on. */
  get legsIntact(): boolean {
    return this.messages.every((message) => message.legs.every((leg) => leg.seen.track.intact))
  }
}
