import { Carry } from '../bytes/carry.ts'
import { u16 } from '../bytes/read.ts'
import { SKIM, type FlapRows } from './flap-rows.ts'

/**
 * FLAP, the frame layer of every connection to a server.
 *   0  1  marker 0x2a
 *   1  1  channel 1 sign-on, 2 data (one SNAC), 3 error, 4 sign-off, 5 keep-alive
 *   2  2  sequence number, one series for each direction
 *   4  2  length of the payload that follows
 *
 * The reader takes a stream in pieces of any size and hands on frames in place; only a frame cut by the end of a piece is
 * copied. When the marker is not where a frame must start, or bytes are missing, it looks for a header that is confirmed:
 * a plausible one whose successor lies at the predicted offset with the next number. Each byte is looked at twice at most.
 */
export const FLAP_HEADER = 6
export const FLAP_MARKER = 0x2a

export const FLAP_CHANNEL = { signon: 1, data: 2, error: 3, signoff: 4, keepAlive: 5 } as const

export interface FlapSink {
  /** A whole frame, header included: `bytes[start, end)`, valid during the call. */
  frame(reader: FlapReader, bytes: Uint8Array, start: number, end: number): void
  /** The frame that follows does not carry the next number. */
  outOfSequence(reader: FlapReader, expected: number, found: number): void
  /** `length` bytes that are no frame were passed over. */
  junk(reader: FlapReader, length: number): void
  /** A frame that the capture or the end of the stream cut: what there is of it. `missing`: bytes that never came. */
  partial(reader: FlapReader, bytes: Uint8Array, start: number, end: number, missing: number, why: 'gap' | 'end'): void
}

export class FlapReader {
  /** Packets that carried the frame being handed on, when it came in several pieces; empty for a frame in one. */
  packets: number[] = []
  /** Bytes were missing or passed over before the frame at hand. */
  afterGap = false
  private readonly sink: FlapSink
  /** A confirmed header is being looked for. */
  private searching: boolean
  private readonly carry = new Carry()
  /** Rest of a damaged frame. */
  private skip = 0
  private passedOver = 0

  private readonly rows: FlapRows
  private readonly stream: number
  private readonly fromClient: boolean
  /** Frames, once the stream is over and its row belongs to another. */
  private total = -1

  /**
   * Reads stream number `stream` of `rows`. `aligned`: the first byte is the start of a frame; otherwise one is looked
   * for. `fromClient` is about which frames may be skimmed.
   */
  constructor(sink: FlapSink, aligned: boolean, fromClient: boolean, rows: FlapRows, stream: number) {
    this.sink = sink
    this.searching = !aligned
    this.fromClient = fromClient
    this.rows = rows
    this.stream = stream
    rows.open(stream)
  }

  get frames(): number {
    return this.total >= 0 ? this.total : this.rows.frames(this.stream)
  }

  /** The stream is over, and its row is given up. */
  close(): void {
    this.total = this.frames
  }

  /** True before the first confirmed header of a stream whose start was not captured. */
  get unconfirmed(): boolean {
    return this.searching && this.frames === 0
  }

  /** The next bytes of the stream, `bytes[start, end)`, carried by packet number `packet`. */
  push(bytes: Uint8Array, start: number, end: number, packet: number): void {
    this.take(bytes, start, end, packet)
    const plain = !this.searching && this.carry.length === 0 && this.skip === 0 && this.rows.expected(this.stream) >= 0
    this.rows.setMode(this.stream, plain ? (this.fromClient ? SKIM.fromClient : SKIM.fromServer) : SKIM.never)
  }

  private take(bytes: Uint8Array, start: number, end: number, packet: number): void {
    if (this.searching) {
      this.search(bytes, start, end, packet)
      return
    }
    let at = start
    if (this.skip > 0) {
      const skipped = Math.min(this.skip, end - at)
      this.skip -= skipped
      at += skipped
    }
    if (this.carry.length > 0) at = this.complete(bytes, at, end, packet)
    at = this.frameAll(bytes, at, end)
    if (at < end) {
      if (this.searching) this.search(bytes, at, end, packet)
      else this.carry.add(bytes, at, end, packet)
    }
  }

  /** The next `length` bytes of the stream are missing. */
  gap(length: number): void {
    this.rows.setExpected(this.stream, -1)
    this.rows.setMode(this.stream, SKIM.never)
    this.afterGap = true
    if (this.searching) {
      this.passOver(this.carry.length)
      this.carry.clear()
      return
    }
    let rest = this.skip
    if (this.carry.length > 0) {
      rest = this.carry.length < FLAP_HEADER ? 0 : FLAP_HEADER + u16(this.carry.bytes, 4) - this.carry.length
      const missing = Math.min(length, rest)
      this.sink.partial(this, this.carry.bytes, 0, this.carry.length, missing, 'gap')
      this.carry.clear()
    }
    this.skip = Math.max(0, rest - length)
    // A hole that ends where the frame ends, or reaches beyond it, leaves no known border behind it.
    this.searching = rest === 0 || length > rest
  }

  /** The stream is over. */
  end(): void {
    if (this.carry.length === 0) {
      this.flushJunk()
      return
    }
    if (!this.searching) {
      // open-oscar-server's sign-off for old Windows clients has no length field, so this is a whole frame.
      if (this.carry.length === 4 && this.carry.bytes[1] === FLAP_CHANNEL.signoff) {
        this.emit(this.carry.bytes, 0, 4)
        this.carry.clear()
        return
      }
      this.cutShort()
      return
    }
    this.scan(0, 'last')
    this.passOver(this.carry.length)
    this.carry.clear()
    this.flushJunk()
  }

  /** The stream ended inside of the frame being carried, whose bytes are told as that and not as junk. */
  private cutShort(): void {
    const { carry } = this
    const missing = carry.length < FLAP_HEADER ? 0 : FLAP_HEADER + u16(carry.bytes, 4) - carry.length
    this.packets = carry.packets
    this.sink.partial(this, carry.bytes, 0, carry.length, missing, 'end')
    this.packets = []
    // A length that is a lie may have swallowed whole frames.
    this.rows.setExpected(this.stream, -1)
    this.searching = true
    this.passedOver = -carry.length
    this.scan(1, 'last')
    this.passedOver = 0
    carry.clear()
  }

  /** Hands on all whole frames in `bytes[start, end)`; gives the offset behind the last. */
  private frameAll(bytes: Uint8Array, start: number, end: number): number {
    let at = start
    while (end - at >= FLAP_HEADER) {
      if (bytes[at] !== FLAP_MARKER) {
        this.lose()
        return at
      }
      const next = at + FLAP_HEADER + u16(bytes, at + 4)
      if (next > end) return at
      this.emit(bytes, at, next)
      at = next
    }
    if (at < end && bytes[at] !== FLAP_MARKER) this.lose()
    return at
  }

  private lose(): void {
    this.searching = true
    this.rows.setExpected(this.stream, -1)
  }

  private emit(bytes: Uint8Array, start: number, end: number): void {
    const sequence = u16(bytes, start + 2)
    const expected = this.rows.expected(this.stream)
    if (sequence !== expected && expected >= 0) this.sink.outOfSequence(this, expected, sequence)
    this.rows.setExpected(this.stream, (sequence + 1) & 0xffff)
    this.rows.count(this.stream)
    this.sink.frame(this, bytes, start, end)
    this.afterGap = false
    if (this.packets.length > 0) this.packets = []
  }

  /** Adds to the frame being carried until it is whole; gives the offset behind what was used. */
  private complete(bytes: Uint8Array, start: number, end: number, packet: number): number {
    const { carry } = this
    let at = carry.add(bytes, start, Math.min(end, start + Math.max(0, FLAP_HEADER - carry.length)), packet)
    if (carry.length < FLAP_HEADER) return at
    const total = FLAP_HEADER + u16(carry.bytes, 4)
    at = carry.add(bytes, at, Math.min(end, at + total - carry.length), packet)
    if (carry.length === total) {
      this.packets = carry.packets
      this.emit(carry.bytes, 0, total)
      carry.clear()
    }
    return at
  }

  private search(bytes: Uint8Array, start: number, end: number, packet: number): void {
    if (this.carry.length === 0) {
      const first = candidate(bytes, start, end)
      this.passOver(first - start)
      if (first === end) return
      this.carry.add(bytes, first, end, packet)
      this.scan(0, first === start ? 'piece' : 'more')
      return
    }
    this.carry.add(bytes, start, end, packet)
    this.scan(0, 'more')
  }

  /**
   * Looks for a confirmed header in the carry. A frame that fills a `piece` of the stream exactly, or that ends with the
   * `last` byte of it, is confirmed by that; `more`: there is no such border.
   */
  private scan(from: number, mode: 'more' | 'piece' | 'last'): void {
    let at = from
    while (at < this.carry.length) {
      at = this.carry.bytes.indexOf(FLAP_MARKER, at)
      if (at < 0 || at >= this.carry.length) {
        at = this.carry.length
        break
      }
      const verdict = this.confirm(at, mode)
      if (verdict === 'wait') break
      if (verdict === 'yes') {
        this.passOver(at)
        this.resume(at)
        return
      }
      at++
    }
    this.passOver(at)
    this.carry.drop(at)
  }

  private confirm(at: number, mode: 'more' | 'piece' | 'last'): 'yes' | 'no' | 'wait' {
    const { bytes: carry, length: carried } = this.carry
    if (carried - at < FLAP_HEADER) {
      return mode !== 'last' && (carried - at < 2 || isChannel(carry[at + 1]!)) ? 'wait' : 'no'
    }
    if (!plausible(carry, at, carried)) return 'no'
    const next = at + FLAP_HEADER + u16(carry, at + 4)
    if (next === carried && (mode === 'last' || (mode === 'piece' && at === 0))) return 'yes'
    if (next + FLAP_HEADER > carried) return mode === 'last' ? 'no' : 'wait'
    const follows = u16(carry, next + 2) === ((u16(carry, at + 2) + 1) & 0xffff)
    return carry[next] === FLAP_MARKER && isChannel(carry[next + 1]!) && follows ? 'yes' : 'no'
  }

  /** Goes on in step from the confirmed header at `at` of the carry. */
  private resume(at: number): void {
    this.flushJunk()
    this.searching = false
    this.afterGap = true
    const found = this.carry.bytes.slice(at, this.carry.length)
    const packets = this.carry.packets
    const packet = packets.at(-1) ?? 0
    this.carry.clear()
    this.packets = packets
    const rest = this.frameAll(found, 0, found.length)
    this.packets = []
    if (rest === found.length) return
    if (this.searching) this.search(found, rest, found.length, packet)
    else this.carry.add(found, rest, found.length, packet)
  }

  private passOver(length: number): void {
    this.passedOver += length
  }

  private flushJunk(): void {
    if (this.passedOver > 0) this.sink.junk(this, this.passedOver)
    this.passedOver = 0
  }
}

/** The first place where a header may begin, `end` when there is none: what cannot be one is not even copied. */
function candidate(bytes: Uint8Array, start: number, end: number): number {
  for (let at = bytes.indexOf(FLAP_MARKER, start); at >= 0 && at < end; at = bytes.indexOf(FLAP_MARKER, at + 1)) {
    const whole = end - at >= FLAP_HEADER ? plausible(bytes, at, end) : end - at < 2 || isChannel(bytes[at + 1]!)
    if (whole) return at
  }
  return end
}

function isChannel(channel: number): boolean {
  return channel >= 1 && channel <= 5
}

/** Food groups above this that are in use: PLUGIN to MDIR, AOL, IBROADCAST, ARS, KERBEROS. */
const HIGH_FOODGROUPS = new Set([0x22, 0x24, 0x25, 0x40, 0x85, 0x44a, 0x50c])

/** Whether `bytes[at, end)` could begin a frame, judged by as much of the header as there is. */
export function plausible(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < FLAP_HEADER || bytes[at] !== FLAP_MARKER) return false
  const channel = bytes[at + 1]!
  const length = u16(bytes, at + 4)
  if (channel === FLAP_CHANNEL.keepAlive) return length === 0
  if (channel === FLAP_CHANNEL.signoff) return length < 2048
  if (channel === FLAP_CHANNEL.signon)
    return length >= 4 && (end - at < 10 || (u16(bytes, at + 6) === 0 && u16(bytes, at + 8) === 1))
  if (channel === FLAP_CHANNEL.error) return length < 2048
  if (channel !== FLAP_CHANNEL.data || length < 10) return false
  if (end - at < 10) return true
  const foodgroup = u16(bytes, at + 6)
  return ((foodgroup >= 1 && foodgroup <= 0x18) || HIGH_FOODGROUPS.has(foodgroup)) && u16(bytes, at + 8) < 0x40
}
