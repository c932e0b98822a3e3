import type { Node } from '../bytes/node.ts'
import { endpointKey } from '../network/address.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
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
  readonly legs: Leg[]
  /** Where a peer may connect to, as endpoint keys; for a proxy proposal the proxy's on the usual ports. */
  endpoints: readonly number[]

  constructor(kind: MessageKind, from: Role, leg: Leg, sequence?: number, code?: number, reason?: number) {
    this.kind = kind
    this.from = from
    this.legs = [leg]
    this.code = code
    this.reason = reason
    this.sequence = sequence
    this.endpoints = this.readEndpoints()
  }

  /** Another copy on the wire. */
  add(leg: Leg): void {
    this.legs.push(leg)
    this.endpoints = this.readEndpoints()
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

  private readEndpoints(): readonly number[] {
    if (this.kind !== 'propose') return NOWHERE
    const port = this.number(0x0005)
    const { usesProxy } = this
    if (!usesProxy && (port === undefined || port === 0)) return NOWHERE
    // The token of the proxy is no port, but clients have taken it for one.
    const ports = [...(usesProxy ? PROXY_PORTS : []), ...(port === undefined || port === 0 ? [] : [port])]
    const endpoints: number[] = []
    for (const leg of this.legs) {
      for (const tag of usesProxy ? PROXY_ADDRESS : ADDRESSES) {
        const address = leg.rendezvous?.word(tag) ?? 0
        if (address === 0) continue
        for (const number of ports) {
          const endpoint = endpointKey(address, number)
          if (!endpoints.includes(endpoint)) endpoints.push(endpoint)
        }
      }
    }
    return endpoints
  }
}
