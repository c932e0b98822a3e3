import { linkFrame } from '../../test/support/link.ts'
import { TCP_FLAGS, tcpPacket } from '../../test/support/packet.ts'
import type { CaptureWriter } from './capture-writer.ts'
import type { Random } from './random.ts'
import { fold, sum16 } from './sum16.ts'

export interface End {
  /** 4 or 16 bytes. */
  readonly address: Uint8Array
  readonly port: number
}

export type Side = 0 | 1
export const CLIENT = 0
export const SERVER = 1

const ETHERNET = 14
const MTU = 1500
const EMPTY = new Uint8Array(0)
const { syn: SYN, fin: FIN, ack: ACK, psh: PSH } = TCP_FLAGS

/** Frames without payload, of which each connection gets two copies with its addresses and ports. */
const FRAMES = {
  4: emptyFrame('192.0.2.1', '192.0.2.2'),
  6: emptyFrame('2001:db8::1', '2001:db8::2'),
} as const

function emptyFrame(from: string, to: string): Uint8Array {
  const ends = { from: { ip: from, port: 0 }, to: { ip: to, port: 0 } }
  return linkFrame('ethernet', tcpPacket({ ...ends, seq: 0, flags: 0, checksum: 0 }))
}

/** A TCP connection whose segments are written in place, with right lengths, numbers and checksums. */
export class Connection {
  readonly client: End
  readonly server: End
  /** Bytes of a full segment's payload. */
  readonly mss: number
  private readonly capture: CaptureWriter
  private readonly isV6: boolean
  private readonly frames: readonly [Uint8Array, Uint8Array]
  /** Of the addresses, ports and whatever else of the TCP checksum is the same for all segments of a side. */
  private readonly sums: readonly [number, number]
  private readonly next: [number, number]
  private readonly unacknowledged: [number, number] = [0, 0]
  private ids = 0

  constructor(capture: CaptureWriter, random: Random, client: End, server: End) {
    this.capture = capture
    this.client = client
    this.server = server
    this.isV6 = client.address.length === 16
    this.frames = [this.frame(client, server), this.frame(server, client)]
    this.sums = [this.constantSum(this.frames[CLIENT]), this.constantSum(this.frames[SERVER])]
    this.next = [random.bits(), random.bits()]
    this.mss = MTU + ETHERNET - this.frames[CLIENT].length
  }

  open(): this {
    this.segment(CLIENT, SYN)
    this.segment(SERVER, SYN | ACK)
    this.segment(CLIENT, ACK)
    return this
  }

  close(first: Side = CLIENT): void {
    this.segment(first, FIN | ACK)
    this.segment(other(first), FIN | ACK)
    this.segment(first, ACK)
  }

  /** Bytes of one side, in segments of at most `mss`; the other side acknowledges every second one. */
  send(side: Side, bytes: Uint8Array, start = 0, end = bytes.length): void {
    for (let at = start; at < end; at += this.mss) {
      const stop = Math.min(end, at + this.mss)
      this.segment(side, stop === end ? PSH | ACK : ACK, bytes, at, stop)
      this.unacknowledged[other(side)] = 0
      if (++this.unacknowledged[side] === 2) this.acknowledge(side)
    }
  }

  /** So many bytes of one side go by that the capture does not have. */
  skip(side: Side, length: number): void {
    this.next[side] = (this.next[side] + length) >>> 0
  }

  private acknowledge(side: Side): void {
    this.unacknowledged[side] = 0
    this.segment(other(side), ACK)
  }

  private segment(side: Side, flags: number, bytes: Uint8Array = EMPTY, start = 0, end = 0): void {
    const { capture, next } = this
    const frame = this.frames[side]
    const length = end - start
    const at = capture.packet(frame.length + length)
    const { bytes: out, view } = capture
    out.set(frame, at)
    if (this.isV6) view.setUint16(at + 18, 20 + length)
    else this.finishIpv4(at, 40 + length)

    const tcp = at + frame.length - 20
    const sequence = next[side]
    const acknowledged = (flags & ACK) === 0 ? 0 : next[other(side)]
    view.setUint32(tcp + 4, sequence)
    view.setUint32(tcp + 8, acknowledged)
    out[tcp + 13] = flags
    if (length < 200) for (let from = start, to = tcp + 20; from < end; from++, to++) out[to] = bytes[from]!
    else out.set(bytes.subarray(start, end), tcp + 20)
    const words = (sequence >>> 16) + (sequence & 0xffff) + (acknowledged >>> 16) + (acknowledged & 0xffff)
    const sum = sum16(bytes, start, end, this.sums[side] + words + flags + 20 + length)
    view.setUint16(tcp + 16, ~fold(sum))

    next[side] = (sequence + length + ((flags & (SYN | FIN)) === 0 ? 0 : 1)) >>> 0
  }

  private finishIpv4(at: number, length: number): void {
    const { bytes, view } = this.capture
    this.ids = (this.ids + 1) & 0xffff
    view.setUint16(at + 16, length)
    view.setUint16(at + 18, this.ids)
    view.setUint16(at + 24, 0)
    view.setUint16(at + 24, ~sum16(bytes, at + 14, at + 34))
  }

  private frame(from: End, to: End): Uint8Array {
    const frame = FRAMES[this.isV6 ? 6 : 4].slice()
    const view = new DataView(frame.buffer)
    const tcp = frame.length - 20
    const size = from.address.length
    frame.set(from.address, tcp - 2 * size)
    frame.set(to.address, tcp - size)
    view.setUint16(tcp, from.port)
    view.setUint16(tcp + 2, to.port)
    return frame
  }

  private constantSum(frame: Uint8Array): number {
    const protocol = 6
    const addresses = this.isV6 ? 32 : 8
    return sum16(frame, frame.length - 20 - addresses, frame.length, protocol)
  }
}

export function other(side: Side): Side {
  return side === CLIENT ? SERVER : CLIENT
}

/** 64:ff9b::/96 of RFC 6052, which translates IPv4. */
export function v6(address: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16)
  bytes.set([0x00, 0x64, 0xff, 0x9b])
  bytes.set(address, 12)
  return bytes
}
