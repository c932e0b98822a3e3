import type { Side } from '../network/flow.ts'
import type { Network } from '../network/network.ts'
import type { TcpAnomaly } from '../network/stream-consumer.ts'
import type { SentMessage } from '../oscar/ack-rows.ts'
import type { ClientError } from '../oscar/index.ts'
import type { RateFall } from '../oscar/rate-rows.ts'
import type { Request } from '../oscar/snac-rows.ts'
import type { TlvFault } from '../oscar/tlv-shape.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
import type { ArsFrame } from '../peer/ars.ts'
import type { SeenHeader } from '../peer/oft-file.ts'
import type { OdcFrame } from '../peer/odc-stream.ts'
import type { Conversation } from './conversation.ts'
import type { Doubled } from './doubled.ts'
import type { Leg, Message, Seen } from './message.ts'
import type { SnacFact } from './snacs.ts'
import type { Owed, Track } from './track.ts'
import type { FileView, Transfer } from './transfer.ts'

/** Where packets came from, and what was wrong there: the first problems of each kind, and how many there were. */
export interface CaptureSource {
  readonly problems: readonly {
    readonly code: string
    readonly message: string
    readonly expected: string
    readonly found: string
  }[]
  readonly problemCounts: ReadonlyMap<string, number>
  /** Packets that the capturing program lost, when it says so. */
  readonly dropped: number | undefined
}

/** Packets of a link type that is not read. */
export interface UnknownLink {
  readonly type: number
  readonly name: string
  readonly packets: number
}

/**
 * What the stages below saw that a rule may want to judge: each is called once, when it is known. Facts say what is on
 * the wire; what is wrong about it, and whose fault it is, is for the rules.
 */
export interface Facts {
  /** A capture was read, to its end or as far as that was possible. */
  capture: { readonly capture: CaptureSource }
  /** All packets were looked at; what became of those that say nothing. */
  packets: {
    readonly network: Pick<Network, 'skipped' | 'fragments' | 'tcp'>
    readonly links: readonly UnknownLink[]
    readonly doubled: Pick<Doubled, 'connections' | 'bytes' | 'again'>
  }
  /** The time of a packet is more than a second before that of its predecessor. */
  clock: { readonly packet: number; readonly seconds: number; readonly before: number }
  /** A stream holds two versions of the same bytes, data behind its end, or data that is marked as urgent. */
  tcp: { readonly seen: Seen; readonly anomaly: TcpAnomaly }
  /** A FLAP number that does not follow its predecessor's. */
  flapSequence: { readonly seen: Seen; readonly expected: number; readonly found: number; readonly fromClient: boolean }
  /** Bytes in a FLAP stream that belong to no frame. `afterGap`: the capture lost the place. `isFirst`: no frame came before them. */
  flapJunk: { readonly seen: Seen; readonly bytes: number; readonly afterGap: boolean; readonly isFirst: boolean }
  /** A frame whose stream ended inside of it. */
  flapPartial: { readonly seen: Seen; readonly have: number; readonly missing: number }
  flapChannel: { readonly seen: Seen; readonly channel: number }
  /** A frame other than a keep-alive or a second sign-off behind the sign-off frame of its side. */
  flapAfterSignoff: { readonly seen: Seen; readonly channel: number }
  /** The first frame of a side, when it neither signs on nor off. */
  flapBeforeSignon: { readonly seen: Seen; readonly channel: number }
  /** A keep-alive frame with something in it. */
  flapKeepAlive: { readonly seen: Seen; readonly length: number }
  /** A sign-on frame that is not the first of its side, or has another version than 1 or none. */
  signon: {
    readonly seen: Seen
    readonly fromClient: boolean
    readonly version: number | undefined
    readonly length: number
    readonly again: boolean
  }
  /** A client signs on with a cookie that was used before, or, once, that nobody was seen to hand out while its host was given another. */
  signonCookie: { readonly seen: Seen; readonly origin: 'unknown' | 'used' }
  /** A sign-off frame without a length field, or with a reason or an error code. */
  signoff: {
    readonly seen: Seen
    readonly fromClient: boolean
    readonly headless: boolean
    readonly error: number | undefined
    readonly reason: number | undefined
  }
  loginRefused: { readonly seen: Seen; readonly error: number }
  /** A login with a password that can be read. */
  password: { readonly seen: Seen }
  /** A SNAC whose flags announce a block in front of its body that does not fit. */
  snacPrefix: {
    readonly seen: Seen
    readonly foodgroup: number
    readonly subgroup: number
    readonly fromClient: boolean
    readonly length: number
    readonly left: number
  }
  /** A SNAC that is in no table. */
  snacUnknown: SnacFact
  /** A SNAC that only the other side sends. */
  snacDirection: SnacFact
  /** A request id with the bit of the server's from a client, or without it from a server that was not asked. */
  snacId: SnacFact
  /** The first SNAC of a client that signed on with a cookie, before HOST_ONLINE; `online` is where that came at last. */
  snacEarly: SnacFact & { readonly online: Seen | undefined }
  /** The first SNAC of a foodgroup that the server or the client did not name when the connection began. */
  snacForeign: SnacFact & { readonly lacking: 'HOST_ONLINE' | 'CLIENT_ONLINE' }
  /** A SNAC of a client that was told to pause. */
  snacPaused: SnacFact & { readonly pause: Seen; readonly acknowledged: boolean }
  /** The server says how fast its client speaks: 2 warns, 3 limits. */
  rateChange: SnacFact & { readonly code: number }
  /** A reply with the id of a request that it cannot answer. */
  snacReply: SnacFact & { readonly request: Request | undefined }
  /** An error. `followed`: all requests of its foodgroup are looked at. */
  snacError: SnacFact & {
    readonly code: number | undefined
    readonly subcode: number | undefined
    readonly request: Request | undefined
    readonly followed: boolean
  }
  /** The TLVs of a SNAC do not fit, or a number in them is of the wrong size. */
  tlvFault: SnacFact & { readonly fault: TlvFault }
  /** A SNAC lacks a TLV that it is useless without. */
  tlvMissing: SnacFact & { readonly tag: number }
  /** A frame of channel 2 that is too short for a SNAC header. */
  snacShort: { readonly seen: Seen; readonly length: number }
  /** An instant message, once, whose text is of no known charset, or of one that its length does not fit. */
  imText: { readonly seen: Seen; readonly charset: number; readonly length: number }
  /** An ICBM to or from the host, of any channel. */
  icbmDirection: { readonly seen: Seen; readonly toHost: boolean; readonly fromClient: boolean }
  /** Every copy of a rendezvous message. */
  leg: { readonly conversation: Conversation; readonly message: Message; readonly leg: Leg }
  /**
   * The host says that it passed a message on: one of a conversation, or one on another channel about which something is
   * odd. `message`: the one with that request id, if there is one.
   */
  hostAck: {
    readonly seen: Seen
    readonly conversation: Conversation | undefined
    readonly requestId: number
    readonly cookie: string
    readonly message: SentMessage | undefined
  }
  /** A client error about channel 2. `known`: something with its cookie was seen before, perhaps long ago. */
  clientError: {
    readonly seen: Seen
    readonly error: ClientError
    readonly toHost: boolean
    readonly conversation: Conversation | undefined
    readonly known: boolean
  }
  /** A conversation has the cookie of others that are not finished. */
  cookieShared: { readonly conversation: Conversation; readonly others: readonly Conversation[] }
  /** A proposal or an accept, once, of a finished conversation whose CANCEL went over the same connection so many seconds before. */
  afterCancel: {
    readonly seen: Seen
    readonly kind: 'propose' | 'accept'
    readonly rendezvous: Rendezvous
    readonly cancelled: number
  }
  /** Every rendezvous message once, at its first copy. */
  message: { readonly conversation: Conversation; readonly message: Message }
  /** A channel-2 ICBM whose data block is missing, short or doubled. */
  icbmBlock: { readonly seen: Seen; readonly dataTlvs: number; readonly length: number; readonly toHost: boolean }
  arsFrame: {
    readonly seen: Seen
    readonly frame: ArsFrame
    readonly bytes: number
    readonly fromClient: boolean
    readonly earlier: readonly ArsFrame[]
  }
  /** Bytes of the peer protocol that went into a proxy connection before the proxy was ready. */
  arsEarly: { readonly seen: Seen }
  oftHeader: {
    readonly seen: Seen
    readonly header: SeenHeader
    readonly transfer: Transfer | undefined
    readonly view: FileView | undefined
  }
  /** Bytes of a peer connection that belong to nothing: neither header nor file nor proxy frame. `earlier`: as many of that side before. */
  oftStray: {
    readonly seen: Seen
    readonly bytes: number
    readonly earlier: number
    readonly view: FileView | undefined
  }
  odcFrame: { readonly seen: Seen; readonly frame: OdcFrame }
  /** A file whose fate is known on one flow. */
  file: { readonly transfer: Transfer; readonly view: FileView }
  /** A proxy connection that is over. */
  proxy: {
    readonly track: Track
    readonly frames: readonly { readonly frame: ArsFrame; readonly seen: Seen }[]
    readonly conversation: Conversation | undefined
  }
  /**
   * A connection to a server that is over. `begun`: HOST_ONLINE was seen; `online`: when CLIENT_ONLINE was, in capture
   * seconds, 0 when it was not. Requests without an answer and answers without a request; `knowsAll`: none was forgotten.
   * The lowest levels of rate classes that came below alert. Messages but rendezvous that asked the host to acknowledge them:
   * packet of the last that it did, those that it did not, and acknowledgments of none. `owed`: rendezvous whose
   * conversation was finished before they were acknowledged.
   */
  session: {
    readonly track: Track
    readonly begun: boolean
    readonly online: number
    readonly unanswered: readonly Request[]
    readonly strays: readonly Request[]
    readonly knowsAll: boolean
    readonly rateFalls: readonly RateFall[]
    readonly acknowledged: number
    readonly unacknowledged: readonly SentMessage[]
    readonly strayAcks: readonly SentMessage[]
    readonly owed: readonly Owed[]
  }
  /** A conversation that will not change any more. */
  conversation: { readonly conversation: Conversation }
  /** A flow that will not change any more. */
  flow: { readonly track: Track; readonly side?: Side }
}

/** Takes facts; the rules implement it. `signs` and `tags` are what stands out: who looks for something else is not asked. */
export interface Judge {
  see<K extends keyof Facts>(kind: K, fact: Facts[K], signs?: number, tags?: number): void
}

/** Takes the bytes of transferred files: hashing and extraction, which the core does not do itself. */
export interface FileKeeper {
  /** A file begins. */
  open(transfer: Transfer, view: FileView): void
  /** Bytes of it: `bytes[start, end)` belong at `offset` of the file. */
  data(view: FileView, offset: number, bytes: Uint8Array, start: number, end: number): void
  /** No more bytes. */
  close(view: FileView): void
}
