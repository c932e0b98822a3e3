import type { Conversation } from '../conversation/conversation.ts'
import type { Seen } from '../conversation/message.ts'
import type { Track } from '../conversation/track.ts'
import type { Transfer } from '../conversation/transfer.ts'

export type Severity = 'error' | 'warning' | 'note'

/**
 * `sure`: the capture proves it. `likely`: it fits best. `capture-incomplete`: what is missing may have been sent and not
 * captured. Only `sure` findings set the exit code.
 */
export type Certainty = 'sure' | 'likely' | 'capture-incomplete'

/** We did not see it, it does not decode, we do not know it, or it decodes and breaks the protocol's rules. */
export type FindingKind = 'capture' | 'malformed' | 'undecoded' | 'violation'

/** Who has to mend it. */
export type Culprit =
  'client' | 'server' | 'sender' | 'receiver' | 'offerer' | 'target' | 'proxy' | 'network' | 'capture'

/** A message that should be there and is not: the ladder draws it, and its bytes are computed from what was seen. */
export interface Ghost {
  /** `OFT 0202 ACK`. */
  readonly name: string
  readonly from: 'sender' | 'receiver' | 'offerer' | 'target' | 'proxy'
  readonly protocol: 'oft' | 'ars' | 'rendezvous'
  /** Of an OFT2 header, a frame of the proxy or a rendezvous block; left out where nothing tells them. */
  readonly bytes?: Uint8Array
  /** The message is there, without something: the bytes are what it should have been. */
  readonly isThere?: boolean
}

/** What a rule says about one case. */
export interface Report {
  readonly message: string
  readonly certainty: Certainty
  /** Where it was seen; for an absence where it should have been. */
  readonly seen?: Seen | undefined
  /** When they are not those of `seen`. */
  readonly packets?: readonly number[] | undefined
  readonly track?: Track | undefined
  readonly conversation?: Conversation | undefined
  readonly transfer?: Transfer | undefined
  /** Tells apart what a rule has to say twice about one transfer. */
  readonly about?: string | undefined
  readonly who?: Culprit | undefined
  /** Step of the thirteen; the rule's own when left out. */
  readonly step?: number | undefined
  readonly expected?: string | undefined
  readonly found?: string | undefined
  /** Clients whose documented habit this deviation is. */
  readonly knownFor?: readonly string[] | undefined
  /** Another than the rule's own: less when the case is explained by something else, more when it is a bad one. */
  readonly severity?: Severity | undefined
  /** When the case is of another kind than the rule's others. */
  readonly kind?: FindingKind | undefined
  readonly ghost?: Ghost | undefined
}

export interface Finding extends Report {
  readonly code: string
  readonly name: string
  readonly kind: FindingKind
  readonly severity: Severity
  readonly packets: readonly number[]
  readonly knownFor: readonly string[]
  /** Capture time at which it became known. */
  readonly seconds: number
  readonly nanos: number
}
