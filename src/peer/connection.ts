import { Carry } from '../bytes/carry.ts'
import { u16 } from '../bytes/read.ts'
import { looksLikeArs, looksLikeOtherArs, readArsFrame, type ArsFrame } from './ars.ts'
import { looksLikeOdc } from './odc.ts'
import { OdcStream, type OdcSink } from './odc-stream.ts'
import type { Side } from './oft-file.ts'
import { looksLikeOft } from './oft-header.ts'
import { OftStream, type OftSink, TELLING } from './oft-stream.ts'

export type PeerProtocol = 'ars' | 'oft2' | 'odc2' | 'ars+oft2' | 'ars+odc2'

export interface PeerSink extends OftSink, OdcSink {
  arsFrame(side: Side, frame: ArsFrame, bytes: Uint8Array, end: number, packets: readonly number[]): void
}

/**
 * A connection between two users, perhaps through the rendezvous proxy: proxy frames first, where there are any, then
 * OFT2 or ODC2 to the end.
 */
export class PeerConnection {
  oft: OftStream | undefined
  odc: OdcStream | undefined
  private readonly proxied: boolean
  private readonly sink: PeerSink
  private readonly carries: readonly [Carry, Carry] = [new Carry(), new Carry()]
  /** The proxy's own frames are over on this side. */
  private readonly transparent: [boolean, boolean]
  /** Bytes in proxy frames. */
  private readonly proxyBytes: [number, number] = [0, 0]

  constructor(sink: PeerSink, first: 'ars' | 'oft2' | 'odc2') {
    this.sink = sink
    this.proxied = first === 'ars'
    this.transparent = [!this.proxied, !this.proxied]
    if (first === 'oft2') this.oft = new OftStream(sink)
    if (first === 'odc2') this.odc = new OdcStream(sink)
  }

  get protocol(): PeerProtocol {
    const inner = this.oft !== undefined ? 'oft2' : this.odc !== undefined ? 'odc2' : undefined
    if (!this.proxied) return inner ?? 'oft2'
    return inner === undefined ? 'ars' : `ars+${inner}`
  }

  push(side: Side, bytes: Uint8Array, start: number, end: number, packet: number, now: number): void {
    if (this.transparent[side]) {
      this.inner(side, bytes, start, end, packet, now)
      return
    }
    const carry = this.carries[side]
    carry.add(bytes, start, end, packet)
    let at = 0
    for (let total = frameLength(carry, at); total > 0; total = frameLength(carry, at)) {
      if (carry.length - at < total) {
        carry.drop(at)
        return
      }
      const frame = carry.bytes.slice(at, at + total)
      this.sink.arsFrame(side, readArsFrame(frame, 0, total), frame, total, carry.packets)
      this.proxyBytes[side] += total
      at += total
      carry.packets = [packet]
      if (at === carry.length) {
        carry.clear()
        return
      }
    }
    const held = carry.bytes.slice(at, carry.length)
    carry.clear()
    this.transparent[side] = true
    this.inner(side, held, 0, held.length, packet, now)
  }

  gap(side: Side, length: number): void {
    this.carries[side].clear()
    // Where proxy frames end is lost with them.
    this.transparent[side] = true
    this.oft?.gap(side, length)
    this.odc?.gap(side, length)
  }

  end(side: Side): void {
    const carry = this.carries[side]
    if (carry.length > 0) this.sink.stray(side, carry.length, carry.packets.at(-1) ?? 0)
    carry.clear()
    this.oft?.end(side)
    this.odc?.end(side)
  }

  /**
   * `length` bytes of one side went by before packet number `packet` showed the protocol. `fromStart`: they are the first
   * that it sent, so they are none of this protocol.
   */
  passed(side: Side, length: number, packet: number, fromStart: boolean): void {
    if (length <= 0) return
    this.oft?.passed(side, length)
    if (fromStart) this.sink.stray(side, length, packet)
  }

  /** Bytes held back for what has begun. */
  get held(): number {
    return this.carries[0].size + this.carries[1].size + (this.oft?.held ?? this.odc?.held ?? 0)
  }

  /** Bytes of one side in headers and frames. */
  decoded(side: Side): number {
    return this.proxyBytes[side] + (this.oft?.decoded(side) ?? this.odc?.decoded(side) ?? 0)
  }

  /** Bytes of one side in files. */
  data(side: Side): number {
    return this.oft?.data(side) ?? 0
  }

  close(): void {
    this.end(0)
    this.end(1)
    this.oft?.close()
  }

  private inner(side: Side, bytes: Uint8Array, start: number, end: number, packet: number, now: number): void {
    if (this.oft === undefined && this.odc === undefined) {
      this.carries[side].add(bytes, start, end, packet)
      this.decide(side, now)
      return
    }
    this.oft?.push(side, bytes, start, end, packet, now)
    this.odc?.push(side, bytes, start, end, packet)
  }

  /** Looks for the first bytes of a protocol in what one side has sent so far. */
  private decide(side: Side, now: number): void {
    const carry = this.carries[side]
    const at = firstMagic(carry)
    if (at > 0) {
      this.sink.stray(side, at, carry.packets[0] ?? 0)
      carry.drop(at)
    }
    // With less of a header, of either kind, the answer would depend on how the bytes were cut.
    if (carry.length < TELLING) return
    if (looksLikeOdc(carry.bytes, 0, carry.length)) this.odc = new OdcStream(this.sink)
    else this.oft = new OftStream(this.sink)
    for (const each of [side, other(side)]) {
      const held = this.carries[each]
      if (!this.transparent[each] || held.length === 0) continue
      const bytes = held.bytes.slice(0, held.length)
      const packet = held.packets[0] ?? 0
      held.clear()
      this.inner(each, bytes, 0, bytes.length, packet, now)
    }
  }
}

const other = (side: Side): Side => (side === 0 ? 1 : 0)

/** Where either may begin, as far as there is anything to tell by; the end when nowhere. */
function firstMagic({ bytes, length }: Carry): number {
  let at = 0
  while (at < length && !looksLikeOdc(bytes, at, length) && !looksLikeOft(bytes, at, length, true)) at++
  return at
}

/** Bytes of the proxy frame at `at` of a carry: 0 when there is none, Infinity while there is too little to tell. */
function frameLength({ bytes, length }: Carry, at: number): number {
  const have = length - at
  if (looksLikeArs(bytes, at, length)) return have < 4 ? Infinity : 2 + u16(bytes, at)
  if (!looksLikeOtherArs(bytes, at, length)) return 0
  return have < 10 ? Infinity : 2 + u16(bytes, at)
}
