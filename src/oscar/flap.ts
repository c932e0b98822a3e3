import { Carry } from '../bytes/carry.ts'
import { u16 } from '../bytes/read.ts'
import { HEADER, MARKER, SKIM_FROM_CLIENT, SKIM_FROM_SERVER, SKIM_NEVER } from './flap-layout.ts'
import type { FlapRows } from './flap-rows.ts'

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
export const FLAP_HEADER = HEADER
export const FLAP_MARKER = MARKER

export const FLAP_CHANNEL = { signon: 1, data: 2, error: 3, signoff: 4, keepAlive: 5 } as const

/** Bytes of a frame by which `plausible` can judge it. */
const JUDGED = 10

type Mode = 'more' | 'piece' | 'last'

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
  /** Offset in the carry of the header that waits to be judged; 0 while in step. */
  private waiting = 0
  /** Bytes that are in no frame handed on: junk and damaged frames. */
  unknown = 0
  /** Of them, bytes of damaged frames from their whole header on, which can be decoded as far as they go. */
  cut = 0

  /** Every frame is wanted, whatever is in it. */
  private attentive = false
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

  /** Bytes held back for a frame that has begun. */
  get held(): number {
    return this.carry.size
  }

  get frames(): number {
    return this.total >= 0 ? this.total : this.rows.frames(this.stream)
  }

  /** The frame at hand is the first, and nothing was passed over before it. */
  get isFirst(): boolean {
    return this.frames === 1 && this.unknown === 0
  }

  /** The place of the next frame is known. */
  get inStep(): boolean {
    return !this.searching
  }

  /** What went by before the reader was there is no frame. */
  passStart(): void {
    this.passedOver = this.unknown
  }

  /** The stream is over, and its row is given up. */
  close(): void {
    this.total = this.frames
    this.rows.setMode(this.stream, SKIM_NEVER)
  }

  /** From the next frame on every frame is wanted, or only those that tell something. */
  attend(yes: boolean): void {
    this.attentive = yes
    if (yes) this.rows.setMode(this.stream, SKIM_NEVER)
  }

  /** The next bytes of the stream, `bytes[start, end)`, carried by packet number `packet`. */
  push(bytes: Uint8Array, start: number, end: number, packet: number): void {
    this.take(bytes, start, end, packet)
    const inStep = !this.searching && this.carry.length === 0 && this.skip === 0 && this.rows.expected(this.stream) >= 0
    const plain = inStep && !this.attentive
    this.rows.setMode(this.stream, plain ? (this.fromClient ? SKIM_FROM_CLIENT : SKIM_FROM_SERVER) : SKIM_NEVER)
  }

  private take(bytes: Uint8Array, start: number, end: number, packet: number): void {
    const { carry } = this
    this.rows.giveUp(this.stream, carry)
    let at = start
    if (this.skip > 0) {
      at = Math.min(end, at + this.skip)
      this.skip -= at - start
      this.unknown += at - start
    }
    while (carry.length > 0 && at < end) {
      at = carry.add(bytes, at, Math.min(end, at + this.wanted - carry.length), packet)
      if (carry.length >= this.wanted) this.settleCarry(packet)
    }
    at = this.settle(bytes, at, end, at === start ? 'piece' : 'more')
    carry.add(bytes, at, end, packet)
  }

  /** Bytes that the carry must hold before its first frame is whole, or the header that waits in it can be judged. */
  private get wanted(): number {
    const { carry, waiting } = this
    const have = carry.length - waiting
    if (have < FLAP_HEADER) return waiting + FLAP_HEADER
    const total = FLAP_HEADER + u16(carry.bytes, waiting + 4)
    if (!this.searching) return waiting + total
    return waiting + (have < JUDGED ? JUDGED : total + FLAP_HEADER)
  }

  private settleCarry(packet: number): void {
    const { carry } = this
    this.packets = carry.packets
    this.waiting = this.settle(carry.bytes, this.waiting, carry.length, 'more')
    this.packets = []
    if (this.waiting === carry.length) carry.clear()
    // Moving what is left for every header that turns out to be none would cost more than all the rest.
    else if (!this.searching || this.waiting > 0xffff) {
      carry.drop(this.waiting)
      carry.packets = [packet]
    } else return
    this.waiting = 0
  }

  /** The next `length` bytes of the stream are missing. */
  gap(length: number): void {
    this.rows.giveUp(this.stream, this.carry)
    this.rows.setExpected(this.stream, -1)
    this.rows.setMode(this.stream, SKIM_NEVER)
    this.afterGap = true
    if (this.searching) {
      this.searching = !this.endsWithGap(length)
      if (this.searching) this.passOver(this.carry.length - this.waiting)
      this.clear()
      return
    }
    let rest = this.skip
    if (this.carry.length > 0) {
      rest = this.carry.length < FLAP_HEADER ? 0 : FLAP_HEADER + u16(this.carry.bytes, 4) - this.carry.length
      const missing = Math.min(length, rest)
      this.unknown += this.carry.length
      if (this.carry.length >= FLAP_HEADER) this.cut += this.carry.length
      this.sink.partial(this, this.carry.bytes, 0, this.carry.length, missing, 'gap')
      this.clear()
    }
    this.skip = Math.max(0, rest - length)
    // A hole that begins where a frame does, or reaches beyond its end, leaves no known border behind it.
    this.searching = rest === 0 || length > rest
  }

  /** Whether the header that waits is one, because its frame ends exactly where the hole does: a packet that was cut. */
  private endsWithGap(length: number): boolean {
    const { carry, waiting } = this
    if (carry.length - waiting < JUDGED || !plausible(carry.bytes, waiting, carry.length)) return false
    if (waiting + FLAP_HEADER + u16(carry.bytes, waiting + 4) !== carry.length + length) return false
    this.flushJunk()
    this.unknown += carry.length - waiting
    this.cut += carry.length - waiting
    this.sink.partial(this, carry.bytes, waiting, carry.length, length, 'gap')
    return true
  }

  /** The stream is over. */
  end(): void {
    const { carry } = this
    this.rows.giveUp(this.stream, carry)
    if (!this.searching && carry.length > 0) {
      // open-oscar-server's sign-off for old Windows clients has no length field, so this is a whole frame.
      if (carry.length === 4 && carry.bytes[1] === FLAP_CHANNEL.signoff) {
        this.packets = carry.packets
        this.emit(carry.bytes, 0, 4)
        this.clear()
        return
      }
      this.cutShort()
    }
    const at = this.settle(carry.bytes, this.waiting, carry.length, 'last')
    this.passOver(carry.length - at)
    this.clear()
    this.flushJunk()
  }

  /** The stream ended inside of the frame being carried. Its length may be a lie that swallowed whole frames: these are not its. */
  private cutShort(): void {
    const { carry } = this
    const total = carry.length < FLAP_HEADER ? carry.length : FLAP_HEADER + u16(carry.bytes, 4)
    this.lose()
    const end = this.find(carry.bytes, 1, carry.length, 'last')
    this.unknown += end
    if (end >= FLAP_HEADER) this.cut += end
    this.packets = carry.packets
    this.sink.partial(this, carry.bytes, 0, end, total - end, 'end')
    this.packets = []
    this.waiting = end
  }

  private clear(): void {
    this.carry.clear()
    this.waiting = 0
  }

  /**
   * Hands on frames, and looks for one where the place is lost, as far as `bytes[start, end)` tells; gives the offset of
   * what has to wait. A frame that fills a `piece` of the stream exactly, or that ends with the `last` byte of it, needs
   * no other confirmation; `more`: there is no such border.
   */
  private settle(bytes: Uint8Array, start: number, end: number, mode: Mode): number {
    let at = start
    while (at < end) {
      if (this.searching) {
        const found = this.find(bytes, at, end, at === start || mode === 'last' ? mode : 'more')
        this.passOver(found - at)
        at = found
        if (this.searching) return at
        this.flushJunk()
        this.afterGap = true
      }
      at = this.frameAll(bytes, at, end)
      if (!this.searching) return at
    }
    return at
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

  /** The first confirmed header in `bytes[start, end)`, which ends the search, or the first that has to wait, or `end`. */
  private find(bytes: Uint8Array, start: number, end: number, mode: Mode): number {
    for (let at = start; at < end; at++) {
      if (bytes[at] !== FLAP_MARKER) continue
      const verdict = confirm(bytes, at, end, at === start || mode === 'last' ? mode : 'more')
      if (verdict === 'no') continue
      if (verdict === 'yes') this.searching = false
      return at
    }
    return end
  }

  private passOver(length: number): void {
    this.passedOver += length
    this.unknown += length
  }

  private flushJunk(): void {
    if (this.passedOver > 0) this.sink.junk(this, this.passedOver)
    this.passedOver = 0
  }
}

/** Whether the header at `at` is one, by where its frame ends or by the header that follows it. */
function confirm(bytes: Uint8Array, at: number, end: number, mode: Mode): 'yes' | 'no' | 'wait' {
  if (end - at < FLAP_HEADER) return mode !== 'last' && (end - at < 2 || isChannel(bytes[at + 1]!)) ? 'wait' : 'no'
  if (!plausible(bytes, at, end)) return 'no'
  const next = at + FLAP_HEADER + u16(bytes, at + 4)
  if (next === end && mode !== 'more') return 'yes'
  if (next + FLAP_HEADER > end) return mode === 'last' ? 'no' : 'wait'
  const follows = u16(bytes, next + 2) === ((u16(bytes, at + 2) + 1) & 0xffff)
  return bytes[next] === FLAP_MARKER && isChannel(bytes[next + 1]!) && follows ? 'yes' : 'no'
}

/** Whether a header may begin in `bytes[start, end)`: without one there is nothing that a reader could find. */
export function mayHoldFrame(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== FLAP_MARKER) continue
    if (end - at < FLAP_HEADER ? end - at < 2 || isChannel(bytes[at + 1]!) : plausible(bytes, at, end)) return true
  }
  return false
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
