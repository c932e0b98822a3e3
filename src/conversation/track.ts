import { Carry } from '../bytes/carry.ts'
import type { Flow, Side } from '../network/flow.ts'
import type { FlapReader } from '../oscar/flap.ts'
import type { PeerConnection, PeerProtocol } from '../peer/connection.ts'
import type { Conversation } from './conversation.ts'
import type { PeerSession } from './peer-session.ts'
import type { Transfer } from './transfer.ts'

export type FlowProtocol = 'flap' | PeerProtocol | 'tls' | 'toc' | 'other'

/** Names the ends of flows. */
export interface Endpoints {
  endpoint(flow: Flow, side: Side): string
}

/** State of a flow whose protocol is not known yet. */
export class Unknown {
  /** First bytes that did not suffice to tell. */
  readonly heads: [Carry | undefined, Carry | undefined] = [undefined, undefined]
  /** The first bytes captured of a side are the first it sent. */
  readonly fromStart: [boolean, boolean] = [true, true]
  /** A side is nothing we know. */
  readonly foreign: [boolean, boolean] = [false, false]
  /** Bytes looked through for a first frame. */
  readonly probed: [number, number] = [0, 0]
}

/** What is known of one flow above TCP. */
export class Track {
  readonly flow: Flow
  readonly id: number
  private readonly network: Endpoints
  private endpoints: readonly [string, string] | undefined
  /** The side that opened the connection; a guess until `clientSure`. */
  client: Side = 0
  clientSure = false
  plain: 'flap' | 'tls' | 'toc' | 'other' | undefined
  peer: PeerConnection | undefined
  session: PeerSession | undefined
  readonly flaps: [FlapReader | undefined, FlapReader | undefined] = [undefined, undefined]
  /** Messages of the peer protocols by side: OFT and ODC headers, proxy frames. */
  readonly peerFrames: [number, number] = [0, 0]
  /** Screen name of the user at the client end, as the server or the login told. */
  screenName: string | undefined
  /** Conversations that this connection to a server carried messages of. */
  readonly legs = new Set<Conversation>()
  /** By request id: what an error SNAC of the server may refer to. */
  readonly requests = new Map<number, Conversation>()
  /** Conversations whose proposed endpoint this flow was opened to. */
  readonly attempts = new Set<Conversation>()
  /** The conversation this peer connection belongs to, and how that is known. */
  conversation: Conversation | undefined
  joinedBy: 'cookie' | 'endpoint' | undefined
  readonly transfers: Transfer[] = []
  /** The side that ended first. */
  endedFirst: Side | undefined
  /** Every side has ended or been reset: nothing more is expected. */
  over = false

  /** Reading of the streams whose protocol is not known yet. */
  unknown: Unknown | undefined = new Unknown()

  constructor(flow: Flow, network: Endpoints) {
    this.flow = flow
    this.id = flow.id
    this.network = network
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
