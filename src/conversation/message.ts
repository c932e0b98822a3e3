import type { Node } from '../bytes/node.ts'
import { endpointKey } from '../network/address.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
import { longer } from './short-list.ts'
import type { Seen } from './seen.ts'

export type { Seen } from './seen.ts'

/** Who of the two: the one who proposed first, or the one proposed to. */
export type Role = 'offerer' | 'target'

export type MessageKind = 'propose' | 'cancel' | 'accept' | 'nak' | 'client-error' | 'host-error'

/** One copy of a message on the wire: from a client to the host, or from the host to a client. */
export interface Leg {
  readonly seen: Seen
  readonly toHost: boolean
  /** Cookie of the ICBM around the block. */
  readonly outerCookie: string
  /** How many TLV 0x0005 the ICBM has. */
  readonly dataTlvs: number
  readonly requestId: number
  readonly requestAck: boolean
  /** The host said that it passed it on. */
  acknowledged: boolean
  readonly rendezvous: Rendezvous | undefined
}

const NOWHERE: readonly number[] = []
const PROXY_PORTS = [5190, 443]
const PROXY_ADDRESS = [0x0002]
const ADDRESSES = [0x0002, 0x0003, 0x0004]

/** A rendezvous message as its author meant it: the copies to and from the host are one message. */
export class Message {
  readonly kind: MessageKind
  readonly from: Role
  readonly sequence: number | undefined
  /** Code of a CLIENT_ERR or host error, NAK reason, CANCEL reason. */
  readonly code: number | undefined
  readonly reason: number | undefined
  legs: readonly Leg[]
  /** Where a peer may connect to, as endpoint keys; for a proxy proposal the proxy's on the usual ports. */
  endpoints: readonly number[] = NOWHERE

  constructor(kind: MessageKind, from: Role, leg: Leg, sequence?: number, code?: number, reason?: number) {
    this.kind = kind
    this.from = from
    this.legs = [leg]
    this.code = code
    this.reason = reason
    this.sequence = sequence
    this.learnEndpoints(leg)
  }

  /** Another copy on the wire. */
  add(leg: Leg): void {
    this.legs = longer(this.legs, leg)
    this.learnEndpoints(leg)
  }

  get first(): Leg {
    return this.legs[0]!
  }

  get packets(): number[] {
    return this.legs.flatMap((leg) => [...leg.seen.packets])
  }

  /** Its step of the thirteen. */
  get step(): number | undefined {
    if (this.kind === 'accept') return 8
    if (this.kind !== 'propose') return undefined
    if (this.usesProxy) return 6
    return this.from === 'offerer' ? 1 : 4
  }

  /** The first tag of this number in the first copy, decoded. */
  tag(tag: number): Node | undefined {
    return this.first.rendezvous?.tags.find((node) => node.tag === tag)
  }

  has(tag: number): boolean {
    return this.first.rendezvous?.has(tag) === true
  }

  /** Value of a number tag, undefined when it is absent or of the wrong size. */
  number(tag: number): number | undefined {
    return this.first.rendezvous?.number(tag)
  }

  /** Value of an address tag as text. */
  address(tag: number): string | undefined {
    return this.first.rendezvous?.address(tag)
  }

  get usesProxy(): boolean {
    return this.has(0x0010)
  }

  /** Copies may name different addresses: the host adds the one that it sees. */
  private learnEndpoints({ rendezvous }: Leg): void {
    if (this.kind !== 'propose' || rendezvous === undefined) return
    const port = this.number(0x0005) ?? 0
    const { usesProxy } = this
    if (!usesProxy && port === 0) return
    for (const tag of usesProxy ? PROXY_ADDRESS : ADDRESSES) {
      const address = rendezvous.word(tag) ?? 0
      if (address === 0) continue
      // The token of the proxy is no port, but clients have taken it for one.
      if (usesProxy) for (const usual of PROXY_PORTS) this.listensAt(endpointKey(address, usual))
      if (port !== 0) this.listensAt(endpointKey(address, port))
    }
  }

  private listensAt(endpoint: number): void {
    if (!this.endpoints.includes(endpoint)) this.endpoints = longer(this.endpoints, endpoint)
  }
}
