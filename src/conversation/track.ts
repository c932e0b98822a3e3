import type { Carry } from '../bytes/carry.ts'
import { endpointKey } from '../network/address.ts'
import type { Flow, Side } from '../network/flow.ts'
import type { FlapReader } from '../oscar/flap.ts'
import type { PeerConnection, PeerProtocol } from '../peer/connection.ts'
import type { Identity } from './clues.ts'
import type { Conversation } from './conversation.ts'
import type { Protocol } from './detect.ts'
import { longer, without } from './short-list.ts'
import type { Marks } from './marks.ts'
import type { Leg, Message } from './message.ts'
import type { PeerSession } from './peer-session.ts'
import type { Handshake } from './proxy-handshake.ts'
import type { Seen } from './seen.ts'
import type { SnacFact } from './snacs.ts'
import type { Talk } from './talk.ts'
import { dropLeft, type Transfer } from './transfer.ts'
import type { TunnelConnection } from './tunnels.ts'

export type FlowProtocol = 'flap' | PeerProtocol | 'icq-http' | 'tls' | 'toc' | 'p3' | 'other'

/** Names the ends of flows. */
export interface Endpoints {
  endpoint(flow: Flow, side: Side): string
}

/** State of a flow whose protocol is not known yet. */
export class Unknown {
  /** First bytes that did not suffice to tell. */
  readonly heads: [Carry | undefined, Carry | undefined] = [undefined, undefined]
  /** A hole went by before the side could be told. */
  readonly lost: [boolean, boolean] = [false, false]
  /** A side is nothing we know. */
  readonly foreign: [boolean, boolean] = [false, false]
  /** What went before with a proxy, and how many bytes of each side that took. */
  handshake: Handshake | undefined
  readonly passed: [number, number] = [0, 0]
  /** What the user says it is. */
  assigned: Protocol | undefined
  /** Bytes looked through for a first frame. */
  readonly probed: [number, number] = [0, 0]
}

/** How many conversations back a request is looked for that the server answers with an error: these answers come at once. */
const REQUESTED = 64

const NONE: readonly never[] = []
const NO_CONVERSATIONS: ReadonlySet<Conversation> = new Set()

/** A message that the host was to acknowledge. */
export interface Owed {
  readonly conversation: Conversation
  readonly message: Message
  readonly leg: Leg
}

/** Of a connection: those that wait longer are forgotten. */
const OWED = 16

/** What a file costs with its headers, in bytes of memory (measured: 60,000 of them took 360 MB). */
const FILE = 6_000

/** What is known of one flow above TCP. */
export class Track {
  readonly flow: Flow
  readonly id: number
  private readonly network: Endpoints
  private endpoints: readonly [string, string] | undefined
  /** The side that opened the connection; a guess until `clientSure`. */
  client: Side = 0
  clientSure = false
  plain: 'flap' | 'icq-http' | 'tls' | 'toc' | 'p3' | 'other' | undefined
  peer: PeerConnection | undefined
  tunnel: TunnelConnection | undefined
  session: PeerSession | undefined
  readonly flaps: [FlapReader | undefined, FlapReader | undefined] = [undefined, undefined]
  /** Messages of the peer protocols by side: OFT and ODC headers, proxy frames. */
  readonly peerFrames: [number, number] = [0, 0]
  /** Capture seconds at which its client signed on with a cookie; 0 on connections to an authorizer. */
  signedOn = 0
  /** The client spoke before the server said that it may. */
  early: SnacFact | undefined
  /** The server told the client to pause, and the client said that it does. */
  pause: { readonly seen: Seen; acknowledged: boolean } | undefined
  /** Screen name of the user at the client end, as the server or the login told. */
  screenName: string | undefined
  /** Open conversations that this connection to a server carried messages of, the oldest first. */
  private carried: readonly Conversation[] = NONE
  private tried: Set<Conversation> | undefined
  /** The conversation this peer connection belongs to, and how that is known. */
  conversation: Conversation | undefined
  joinedBy: 'cookie' | 'endpoint' | undefined
  /** Files, in the order of their numbers. */
  readonly transfers: Transfer[] = []
  /** One has left that had not arrived. */
  private lacks = false
  /** How many of them, from the first on, are known to have arrived or to have been skipped. */
  private delivered = 0
  /** The side that ended first. */
  endedFirst: Side | undefined
  /** The host says of rendezvous messages that it passed them on. */
  acknowledges = false
  /** Messages of finished conversations that the host was to acknowledge and has not so far, the last few. */
  private owed: readonly Owed[] = NONE
  /** Ids of acknowledgments of rendezvous messages that were not seen so far, the last few. */
  private ackedEarly: readonly number[] = NONE
  /** The server says when its client speaks too fast. */
  rateChanged = false
  /** What the program at the client end calls itself, here or where it got the cookie from that it signed on with. */
  identity: Identity | undefined
  /** Programs that show there, when somebody wants events. */
  marks: Marks | undefined
  /** Bytes held back for it, as last counted. */
  counted = 0
  /** It was concluded because that was too much. */
  unloaded = false
  /** Requests, replies and rate levels, when somebody wants events. */
  talk: Talk | undefined
  /** Every side has ended or been reset: nothing more is expected. */
  over = false

  /** Reading of the streams whose protocol is not known yet. */
  unknown: Unknown | undefined = new Unknown()

  constructor(flow: Flow, network: Endpoints) {
    this.flow = flow
    this.id = flow.id
    this.network = network
  }

  /** Bytes held back for it now: messages that have begun, and what is known of its files. */
  get held(): number {
    const { unknown, peer, flaps, transfers } = this
    const heads = unknown === undefined ? 0 : (unknown.heads[0]?.size ?? 0) + (unknown.heads[1]?.size ?? 0)
    const frames = (flaps[0]?.held ?? 0) + (flaps[1]?.held ?? 0)
    return heads + frames + (peer?.held ?? 0) + transfers.length * FILE
  }

  /** Open conversations that this connection to a server carried messages of. */
  get legs(): readonly Conversation[] {
    return this.carried
  }

  /** Conversations whose proposed endpoint this flow was opened to. */
  get attempts(): ReadonlySet<Conversation> {
    return this.tried ?? NO_CONVERSATIONS
  }

  /** The first message of a conversation went by. */
  carries(conversation: Conversation): void {
    this.carried = longer(this.carried, conversation)
  }

  /** The flow was opened to an endpoint that the conversation proposed. */
  tries(conversation: Conversation): void {
    ;(this.tried ??= new Set()).add(conversation)
  }

  /** It was opened for something else. */
  triesNone(): void {
    this.tried = undefined
  }

  /** The conversation with a message to the host that an error SNAC of the server refers to. */
  requested(requestId: number): Conversation | undefined {
    const isRequest = (leg: Leg): boolean => leg.toHost && leg.requestId === requestId && leg.seen.track === this
    return this.carried.slice(-REQUESTED).findLast(({ messages }) => messages.some(({ legs }) => legs.some(isRequest)))
  }

  /** Messages of finished conversations that the host did not acknowledge. */
  get unacknowledged(): readonly Owed[] {
    return this.owed
  }

  /** The conversation is finished, and the host has yet to acknowledge its message. Of a host that never has, one is kept: each keeps its conversation. */
  owes(owed: Owed): void {
    if (!this.acknowledges && this.owed.length > 0) return
    this.owed = longer(this.owed.length < OWED ? this.owed : this.owed.slice(1), owed)
  }

  /** The host acknowledges a message that may be captured too late. */
  acknowledgesEarly(requestId: number): void {
    this.ackedEarly = longer(this.ackedEarly.length < OWED ? this.ackedEarly : this.ackedEarly.slice(1), requestId)
  }

  /** A message with this id was acknowledged before it was captured. */
  wasAcknowledged(requestId: number): boolean {
    return this.ackedEarly.includes(requestId)
  }

  /** The host has acknowledged or refused what has this id; false when it owed nothing of the kind. */
  settles(requestId: number): boolean {
    const owed = this.owed.find(({ leg }) => leg.requestId === requestId)
    if (owed !== undefined) this.owed = without(this.owed, owed)
    return owed !== undefined
  }

  /** Every file that was announced so far has arrived or was skipped. Each is looked at once: there may be thousands. */
  get deliversAll(): boolean {
    while (this.delivered < this.transfers.length && this.transfers[this.delivered]!.isDelivered) this.delivered++
    return this.delivered === this.transfers.length && !this.lacks
  }

  /** The file with this number; undefined when it is not there, or has left. */
  transferOf(index: number): Transfer | undefined {
    const { transfers } = this
    // Nearly always none has left.
    if (transfers[index]?.index === index) return transfers[index]
    let from = 0
    let to = transfers.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (transfers[middle]!.index < index) from = middle + 1
      else to = middle
    }
    return transfers[from]?.index === index ? transfers[from] : undefined
  }

  /** Takes away the files that have left. */
  dropLeft(): void {
    this.lacks ||= this.transfers.some((transfer) => transfer.left && !transfer.isDelivered)
    dropLeft(this.transfers)
    this.delivered = 0
  }

  /** The conversation is finished. */
  forget(conversation: Conversation): void {
    this.carried = without(this.carried, conversation)
  }

  /** Key of the end that listens; undefined for IPv6, which no proposal can name. */
  get listener(): number | undefined {
    const { flow, server } = this
    return flow.ipv6 ? undefined : endpointKey(flow.address(server), flow.port(server))
  }

  /** `ip:port` of sides 0 and 1; made when somebody asks, because most flows of a capture are strangers. */
  get ends(): readonly [string, string] {
    return (this.endpoints ??= [this.network.endpoint(this.flow, 0), this.network.endpoint(this.flow, 1)])
  }

  get protocol(): FlowProtocol {
    return this.peer?.protocol ?? this.plain ?? 'other'
  }

  /** OSCAR messages of a side: FLAP frames, OFT and ODC headers, proxy frames. */
  frames(side: Side): number {
    return this.flaps[side]?.frames ?? this.peerFrames[side]
  }

  get server(): Side {
    return this.client === 0 ? 1 : 0
  }

  /** The capture has every byte of both sides so far, from the first on. */
  get intact(): boolean {
    return this.flow.stream0.intact && this.flow.stream1.intact
  }

  /** A side sent nothing that the capture does not have, and sends no more. */
  complete(side: Side): boolean {
    const stream = this.flow.stream(side)
    return stream.intact && stream.ended
  }
}
