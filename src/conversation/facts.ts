import type { Side } from '../network/flow.ts'
import type { TcpAnomaly } from '../network/tcp.ts'
import type { ClientError } from '../oscar/index.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
import type { ArsFrame } from '../peer/ars.ts'
import type { SeenHeader } from '../peer/oft-file.ts'
import type { OdcFrame } from '../peer/odc-stream.ts'
import type { Conversation } from './conversation.ts'
import type { Leg, Message, Seen } from './message.ts'
import type { Track } from './track.ts'
import type { FileView, Transfer } from './transfer.ts'

/**
 * What the stages below saw that a rule may want to judge: each is called once, when it is known. Facts say what is on
 * the wire; what is wrong about it, and whose fault it is, is for the rules.
 */
export interface Facts {
  /** A stream holds two versions of the same bytes, or data behind its reset. */
  tcp: { readonly seen: Seen; readonly anomaly: TcpAnomaly }
  /** A FLAP number that does not follow its predecessor's. */
  flapSequence: { readonly seen: Seen; readonly expected: number; readonly found: number; readonly fromClient: boolean }
  /** Bytes in a FLAP stream that belong to no frame. `afterGap`: the capture lost the place. */
  flapJunk: { readonly seen: Seen; readonly bytes: number; readonly afterGap: boolean }
  /** A frame whose stream ended inside of it. */
  flapPartial: { readonly seen: Seen; readonly have: number; readonly missing: number }
  flapChannel: { readonly seen: Seen; readonly channel: number }
  /** A frame other than a keep-alive or a second sign-off behind the sign-off frame of its side. */
  flapAfterSignoff: { readonly seen: Seen; readonly channel: number }
  /** A frame of channel 2 that is too short for a SNAC header. */
  snacShort: { readonly seen: Seen; readonly length: number }
  /** An ICBM to or from the host, of any channel. */
  icbmDirection: { readonly seen: Seen; readonly toHost: boolean; readonly fromClient: boolean }
  /** Every copy of a rendezvous message. */
  leg: { readonly conversation: Conversation; readonly message: Message; readonly leg: Leg }
  /**
   * The host says that it passed a rendezvous message on, in a conversation that its receiver had a message in. `leg`: the
   * message with that request id, if there is one.
   */
  hostAck: {
    readonly seen: Seen
    readonly conversation: Conversation
    readonly requestId: number
    readonly leg: Leg | undefined
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
