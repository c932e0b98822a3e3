import { endpoint, type Endpoint } from './address.ts'
import { EMPTY, hex, u16, concat } from './bytes.ts'
import { TCP_FLAGS, tcpPacket, type TcpSegment } from './packet.ts'
import type { Wire } from './wire.ts'

/** Ends of a TCP connection: the client is who connects. */
export type Side = 'client' | 'server'

export const otherSide = (side: Side): Side => (side === 'client' ? 'server' : 'client')

interface End extends Endpoint {
  /** Sequence number of the next byte it sends. */
  next: number
  /** IPv4 identification of its next packet. */
  id: number
}

export interface ConnectionOptions {
  /** `ip:port`; IPv6 in brackets. */
  client: string
  server: string
  /** First sequence numbers. */
  isn?: Partial<Record<Side, number>>
  /** False: happens where the capture cannot see it. */
  captured?: boolean
}

/** A segment of one side; what is left out is what that side would rightly send now. */
export interface Segment extends Partial<Omit<TcpSegment, 'from' | 'to'>> {
  side: Side
  id?: number
  ttl?: number
}

const MSS = 1460
const MSS_OPTION = concat(hex('0204'), u16(MSS))

/** A TCP connection whose every packet goes over a wire. */
export class Connection {
  readonly wire: Wire
  readonly client: End
  readonly server: End
  captured: boolean
  isOpen = false

  constructor(wire: Wire, { client, server, isn = {}, captured = true }: ConnectionOptions) {
    this.wire = wire
    this.client = { ...endpoint(client), next: isn.client ?? 1000, id: 1 }
    this.server = { ...endpoint(server), next: isn.server ?? 5000, id: 1 }
    this.captured = captured
  }

  /** SYN, SYN-ACK, ACK. */
  open(): this {
    this.syn()
    this.segment({ side: 'server', flags: TCP_FLAGS.syn | TCP_FLAGS.ack, options: MSS_OPTION })
    this.advance('server', 1)
    this.ack('client')
    this.isOpen = true
    return this
  }

  /** SYN, answered by RST: nobody listens. */
  refuse(): this {
    this.syn()
    this.segment({ side: 'server', seq: 0, flags: TCP_FLAGS.rst | TCP_FLAGS.ack, window: 0 })
    return this
  }

  /** SYNs that nobody answers, each `pause` milliseconds after the one before. */
  unanswered({ times = 3, pause = 1000 }: { times?: number; pause?: number } = {}): this {
    for (let time = 0; time < times; time++) {
      if (time > 0) this.wire.wait(pause)
      this.segment({ side: 'client', ack: 0, flags: TCP_FLAGS.syn, options: MSS_OPTION })
    }
    return this
  }

  /** Bytes from one side in segments of at most `mss`, and an ACK for every second segment and the last. */
  send(side: Side, bytes: Uint8Array, { mss = MSS, ack = true }: { mss?: number; ack?: boolean } = {}): this {
    for (let at = 0, count = 1; at < bytes.length; at += mss, count++) {
      const payload = bytes.subarray(at, at + mss)
      const isLast = at + mss >= bytes.length
      this.segment({ side, payload, flags: isLast ? TCP_FLAGS.psh | TCP_FLAGS.ack : TCP_FLAGS.ack })
      this.advance(side, payload.length)
      if (ack && (isLast || count % 2 === 0)) this.ack(otherSide(side))
    }
    return this
  }

  /** Bytes that reach the other side although the capture misses them. */
  lose(side: Side, bytes: Uint8Array | number): this {
    this.advance(side, typeof bytes === 'number' ? bytes : bytes.length)
    return this
  }

  ack(side: Side): this {
    return this.segment({ side })
  }

  fin(side: Side): this {
    this.segment({ side, flags: TCP_FLAGS.fin | TCP_FLAGS.ack })
    this.advance(side, 1)
    return this
  }

  reset(side: Side): this {
    this.isOpen = false
    return this.segment({ side, flags: TCP_FLAGS.rst | TCP_FLAGS.ack, window: 0 })
  }

  /** FIN both ways. */
  close(first: Side = 'client'): this {
    this.fin(first)
    this.fin(otherSide(first))
    this.ack(first)
    this.isOpen = false
    return this
  }

  /** Any segment at all. It changes nothing: the next one starts where this one did, unless `lose` says otherwise. */
  segment({ side, id, ttl, ...segment }: Segment): this {
    const from = this[side]
    const to = this[otherSide(side)]
    const packet = tcpPacket(
      { from, to, seq: from.next, ack: to.next, flags: TCP_FLAGS.ack, payload: EMPTY, ...segment },
      { id: id ?? from.id, ...(ttl === undefined ? {} : { ttl }) },
    )
    from.id = (from.id + 1) & 0xffff
    this.wire.packet(packet, this.captured)
    return this
  }

  private syn(): void {
    this.segment({ side: 'client', ack: 0, flags: TCP_FLAGS.syn, options: MSS_OPTION })
    this.advance('client', 1)
  }

  private advance(side: Side, bytes: number): void {
    this[side].next = (this[side].next + bytes) % 0x100000000
  }
}
