import { TCP, tcpFrame, type TapEnd } from './packet-maker.ts'

/** Who of a relayed connection: the one who connected to us, or the one we connected to. */
export type TapSide = 'client' | 'server'

/** Fits an Ethernet frame, so that sizes look as on a wire. */
const SEGMENT = 1_448

/** The relayed bytes of one connection as the packets of a connection between the two ends. */
export class TapConnection {
  private readonly ends: Readonly<Record<TapSide, TapEnd>>
  private readonly next: Record<TapSide, number>
  private readonly over = { client: false, server: false }
  private readonly emit: (frame: Uint8Array) => void

  /** `number` tells connections apart: their sequence numbers start at places of their own. */
  constructor(client: TapEnd, server: TapEnd, number: number, emit: (frame: Uint8Array) => void) {
    this.ends = { client, server }
    this.next = { client: Math.imul(number, 0x3c6ef372), server: Math.imul(number, 0x61c88647) }
    this.emit = emit
  }

  /** The handshake. */
  open(): void {
    this.send('client', TCP.syn)
    this.next.client++
    this.send('server', TCP.syn | TCP.ack)
    this.next.server++
    this.send('client', TCP.ack)
  }

  /** The server could not be reached. */
  refuse(): void {
    this.send('client', TCP.syn)
    this.next.client++
    this.send('server', TCP.rst | TCP.ack)
  }

  data(side: TapSide, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += SEGMENT) {
      const payload = bytes.subarray(at, at + SEGMENT)
      const isLast = at + SEGMENT >= bytes.length
      this.send(side, isLast ? TCP.ack | TCP.psh : TCP.ack, payload)
      this.next[side] += payload.length
    }
    this.send(other(side), TCP.ack)
  }

  /** A side sends no more. */
  end(side: TapSide): void {
    if (this.over[side]) return
    this.over[side] = true
    this.send(side, TCP.fin | TCP.ack)
    this.next[side]++
    this.send(other(side), TCP.ack)
  }

  /** A side broke the connection off. */
  reset(side: TapSide): void {
    if (this.over.client && this.over.server) return
    this.over.client = this.over.server = true
    this.send(side, TCP.rst | TCP.ack)
  }

  private send(side: TapSide, flags: number, payload: Uint8Array = NOTHING): void {
    const peer = other(side)
    const acknowledgment = (flags & TCP.ack) === 0 ? 0 : this.next[peer]
    const { [side]: from, [peer]: to } = this.ends
    this.emit(tcpFrame({ from, to, sequence: this.next[side], acknowledgment, flags, payload }))
  }
}

const NOTHING = new Uint8Array(0)

function other(side: TapSide): TapSide {
  return side === 'client' ? 'server' : 'client'
}
