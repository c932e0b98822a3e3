import { Carry } from '../bytes/carry.ts'
import type { Node } from '../bytes/node.ts'
import { LIMITS } from '../limits.ts'
import type { Side } from './oft-file.ts'
import {
  looksLikeOdc,
  odcHeaderLength,
  odcPayloadLength,
  readOdcHeader,
  readOdcPayload,
  type OdcHeader,
} from './odc.ts'

/** First byte of `ODC2`. */
const MAGIC = 0x4f

/** A frame as far as it came. Its payload is decoded when somebody looks: it may be a megabyte of text. */
export class OdcFrame {
  readonly header: OdcHeader
  /** Payload bytes that never came. */
  readonly missing: number
  private readonly bytes: Uint8Array
  private decoded: Node | undefined

  constructor(bytes: Uint8Array, missing: number) {
    this.bytes = bytes
    this.missing = missing
    this.header = readOdcHeader(bytes, 0, this.bodyAt)
  }

  /** Bytes of it that are there. */
  get size(): number {
    return this.bytes.length
  }

  get node(): Node {
    const { bytes, header } = this
    return (this.decoded ??= {
      name: 'odc',
      at: 0,
      end: bytes.length,
      children: [...header.nodes, ...readOdcPayload(bytes, this.bodyAt, bytes.length, header.charset)],
    })
  }

  private get bodyAt(): number {
    return Math.min(odcHeaderLength(this.bytes, 0), this.bytes.length)
  }
}

export interface OdcSink {
  odcFrame(side: Side, frame: OdcFrame, bytes: Uint8Array, end: number, packets: readonly number[]): void
  stray(side: Side, length: number, packet: number): void
}

interface Half {
  readonly carry: Carry
  /** Payload bytes beyond what is kept, still to be passed over. */
  skip: number
  lost: boolean
  /** Bytes in frames. */
  decoded: number
}

/** A direct IM connection: both sides send frames of a header and a payload. */
export class OdcStream {
  private readonly sink: OdcSink
  private readonly halves: readonly [Half, Half] = [newHalf(), newHalf()]

  constructor(sink: OdcSink) {
    this.sink = sink
  }

  push(side: Side, bytes: Uint8Array, start: number, end: number, packet: number): void {
    const half = this.halves[side]
    let at = start
    while (at < end) {
      if (half.skip > 0) {
        const skipped = Math.min(half.skip, end - at)
        half.skip -= skipped
        half.decoded += skipped
        at += skipped
      } else if (half.lost) at = this.find(side, half, bytes, at, end, packet)
      else at = this.frame(side, half, bytes, at, end, packet)
    }
  }

  gap(side: Side, length: number): void {
    const half = this.halves[side]
    const passed = Math.min(half.skip, length)
    half.skip -= passed
    if (passed === length) return
    this.flush(side, half)
    half.lost = true
  }

  /** Bytes held back for frames that have begun. */
  get held(): number {
    return this.halves[0].carry.size + this.halves[1].carry.size
  }

  /** Bytes of one side in frames. */
  decoded(side: Side): number {
    return this.halves[side].decoded
  }

  end(side: Side): void {
    this.flush(side, this.halves[side])
  }

  private frame(side: Side, half: Half, bytes: Uint8Array, start: number, end: number, packet: number): number {
    const { carry } = half
    let at = carry.add(bytes, start, Math.min(end, start + Math.max(0, 44 - carry.length)), packet)
    if (!looksLikeOdc(carry.bytes, 0, carry.length)) {
      const held = carry.bytes.slice(0, carry.length)
      carry.clear()
      half.lost = true
      this.push(side, held, this.strayAt(side, held, packet), held.length, packet)
      return at
    }
    if (carry.length < 44) return at
    const payload = odcPayloadLength(carry.bytes, 0)
    const kept = odcHeaderLength(carry.bytes, 0) + Math.min(payload, LIMITS.directIm.value)
    at = carry.add(bytes, at, Math.min(end, at + kept - carry.length), packet)
    if (carry.length < kept) return at
    half.skip = payload - Math.min(payload, LIMITS.directIm.value)
    half.decoded += kept
    this.emit(side, carry, 0)
    return at
  }

  /** The first of these bytes is no frame's: gives where one may begin. */
  private strayAt(side: Side, held: Uint8Array, packet: number): number {
    const next = held.indexOf(MAGIC, 1)
    const strays = next < 0 ? held.length : next
    this.sink.stray(side, strays, packet)
    return strays
  }

  private emit(side: Side, carry: Carry, missing: number): void {
    const bytes = carry.bytes.slice(0, carry.length)
    const packets = carry.packets
    carry.clear()
    this.sink.odcFrame(side, new OdcFrame(bytes, missing), bytes, bytes.length, packets)
  }

  private find(side: Side, half: Half, bytes: Uint8Array, start: number, end: number, packet: number): number {
    for (let at = start; at < end; at++) {
      if (bytes[at] !== MAGIC || !looksLikeOdc(bytes, at, end)) continue
      if (at > start) this.sink.stray(side, at - start, packet)
      half.lost = false
      return this.frame(side, half, bytes, at, end, packet)
    }
    this.sink.stray(side, end - start, packet)
    return end
  }

  /** A frame that its stream leaves unfinished: shown with what there is of it. */
  private flush(side: Side, half: Half): void {
    const { carry } = half
    if (carry.length >= 44) {
      const whole = odcHeaderLength(carry.bytes, 0) + odcPayloadLength(carry.bytes, 0)
      this.emit(side, carry, Math.max(0, whole - carry.length))
    } else if (carry.length > 0) {
      this.sink.stray(side, carry.length, carry.packets.at(-1) ?? 0)
      carry.clear()
    }
  }
}

function newHalf(): Half {
  return { carry: new Carry(), skip: 0, lost: false, decoded: 0 }
}
