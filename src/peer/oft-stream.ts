import { Carry } from '../bytes/carry.ts'
import { OftFile, type SeenHeader, type Side } from './oft-file.ts'
import { looksLikeOft, OFT_LONGEST, OFT_USUAL, oftCut, oftLength, readOftHeader, type OftHeader } from './oft-header.ts'

/** What an OFT2 connection turns out to carry. Offsets are into the bytes of the call. */
export interface OftSink {
  header(
    side: Side,
    header: OftHeader,
    bytes: Uint8Array,
    start: number,
    end: number,
    packets: readonly number[],
  ): SeenHeader
  /** A file begins: its prompt was seen, or a header that describes it. */
  fileBegins(file: OftFile): void
  /** File bytes, in the order of the file; `file.offset` is already behind them. */
  fileData(file: OftFile, bytes: Uint8Array, start: number, end: number): void
  /** The body is over: complete, or cut by the end of the stream or by the next header. */
  bodyEnds(file: OftFile): void
  /** Nothing more belongs to the file. */
  fileEnds(file: OftFile): void
  /** The start of a header whose end is missing. */
  cutHeader(side: Side, header: OftHeader, bytes: Uint8Array, end: number, packets: readonly number[]): void
  /** Bytes that are neither header nor file. */
  stray(side: Side, length: number, packet: number): void
}

interface Half {
  readonly carry: Carry
  /** Position in the stream is unknown: a header is looked for. */
  lost: boolean
  /** The header being carried was looked for and not due: only a known type makes it one. */
  found: boolean
  /** Offset in it before which no other begins. */
  searched: number
  /** Bytes missing since the last header: the prompt may be among them. */
  missing: number
  /** Bytes passed over that may be of a file nobody described. */
  orphaned: number
  /** Bytes still to come of a file whose prompt was cut, up to the next header if nobody knows its size. Nothing is concluded from it. */
  awaited: number
  /** Passed-over bytes that were such. */
  arrived: number
  /** Bytes in headers, and bytes of files. */
  decoded: number
  data: number
}

/** Bytes of a header that tell its length and kind, and those that tell the size of the file as well. */
export const TELLING = 8
const TELLING_SIZE = 36

/** First byte of `OFT2`. */
const MAGIC = 0x4f

/**
 * A file transfer connection, both directions together, because only the receiver's answer tells whether the sender's
 * next bytes are a header or the file. The receiver's side holds headers alone; the sender's side headers, and after an
 * ACK (or 0x0207) the raw bytes of the file.
 */
export class OftStream {
  file: OftFile | undefined
  files = 0
  private readonly sink: OftSink
  private readonly halves: readonly [Half, Half] = [newHalf(), newHalf()]
  private now = 0

  constructor(sink: OftSink) {
    this.sink = sink
  }

  /** The next bytes of one side, carried by packet number `packet` at capture time `now` (seconds). */
  push(side: Side, bytes: Uint8Array, start: number, end: number, packet: number, now: number): void {
    const half = this.halves[side]
    this.now = now
    // Who speaks has read what the other side has sent.
    if (this.halves[other(side)].carry.length > 0) this.settle(other(side))
    let at = start
    while (at < end) {
      if (this.takesBody(side, half) && !this.mayBeHeader(bytes, at))
        at = this.body(half, bytes, at, this.bodyEnd(bytes, at, end), packet)
      else if (half.lost && !this.isOpen(side)) at = this.find(side, half, bytes, at, end, packet)
      else at = this.header(side, half, bytes, at, end, packet)
    }
  }

  /** The next `length` bytes of one side are missing. */
  gap(side: Side, length: number): void {
    const half = this.halves[side]
    let rest = length
    if (this.takesBody(side, half) && this.file !== undefined) {
      rest -= Math.min(rest, lostHeader(this.file))
      const missed = Math.min(rest, this.file.left)
      if (missed > 0) this.file.miss(missed)
      rest -= missed
      this.checkBody(this.file)
    }
    if (rest === 0) return
    rest -= this.cutShort(side, half, rest)
    half.awaited = Math.max(0, half.awaited - rest)
    this.drop(side, half)
    half.missing += rest
    half.lost = true
  }

  /** A header whose end is in a hole of `length` bytes; how many of these are its. */
  private cutShort(side: Side, half: Half, length: number): number {
    const { carry } = half
    if (carry.length < TELLING || !looksLikeOft(carry.bytes, 0, carry.length)) return 0
    const total = Math.min(oftLength(carry.bytes, 0), OFT_LONGEST)
    const have = carry.length
    if (total <= have) return 0
    const bytes = carry.bytes.slice(0, have)
    const header = readOftHeader(bytes, 0, have)
    this.sink.cutHeader(side, header, bytes, have, carry.packets)
    half.decoded += have
    if (header.act === 'prompt') half.awaited = have < TELLING_SIZE ? Infinity : header.size
    carry.clear()
    const missed = Math.min(length, total - have)
    half.missing += missed
    half.lost = true
    return missed
  }

  /** One side sends no more. */
  end(side: Side): void {
    this.settle(side)
    this.cutShort(side, this.halves[side], Infinity)
    this.drop(side, this.halves[side])
  }

  /** The connection is over. */
  close(): void {
    this.end(0)
    this.end(1)
    this.finishFile()
  }

  /** `length` bytes of one side went by before anybody knew what they were. */
  passed(side: Side, length: number): void {
    if (length <= 0) return
    this.halves[side].orphaned += length
    this.halves[side].lost = true
  }

  /** Bytes held back for headers that have begun. */
  get held(): number {
    return this.halves[0].carry.size + this.halves[1].carry.size
  }

  /** Bytes of one side in headers. */
  decoded(side: Side): number {
    return this.halves[side].decoded
  }

  /** Bytes of one side in files. */
  data(side: Side): number {
    return this.halves[side].data
  }

  private takesBody(side: Side, half: Half): boolean {
    const file = this.file
    return (
      file !== undefined &&
      file.sender === side &&
      (file.accepted || file.early) &&
      !file.bodyDone &&
      half.carry.length === 0
    )
  }

  /** The file at hand is this side's, and bytes of it are still to come. */
  private isOpen(side: Side): boolean {
    return this.file?.sender === side && !this.file.bodyDone && this.file.left > 0
  }

  /**
   * Data may come early, but not begin where the receiver waits for the sender's answer to its wish to resume. What has begun
   * goes on.
   */
  private mayBeData(side: Side): boolean {
    const { file } = this
    if (file === undefined || !this.isOpen(side)) return false
    const isAsked = file.seen('resume') !== undefined && file.seen('resume-accept') === undefined && !file.accepted
    return file.early || !isAsked
  }

  /**
   * A header may be where the file would be: the next one, when the receiver has said DONE early or has not been heard to
   * agree, or the file's own prompt, when the capture holds the receiver's answer first.
   */
  private mayBeHeader(bytes: Uint8Array, at: number): boolean {
    return bytes[at] === MAGIC && this.isUncertain
  }

  /** How far the bytes from `at` on are the file's: all of them, or up to where a header may begin. */
  private bodyEnd(bytes: Uint8Array, at: number, end: number): number {
    if (!this.isUncertain) return end
    let stop = at + 1
    while (stop < end && bytes[stop] !== MAGIC) stop++
    return stop
  }

  private get isUncertain(): boolean {
    const file = this.file!
    return file.done || !file.accepted || isUnprompted(file)
  }

  private body(half: Half, bytes: Uint8Array, at: number, end: number, packet: number): number {
    const file = this.file!
    if (half.lost) this.place(file, half)
    const stop = Math.min(end, at + file.left)
    if (stop > at) {
      if (file.segments === 0) {
        file.firstPacket = packet
        file.firstTime = this.now
      }
      if (file.lastPacket !== packet) file.segments++
      file.longestPause = Math.max(file.longestPause, this.now - (file.lastTime || this.now))
      file.lastPacket = packet
      file.lastTime = this.now
      half.data += stop - at
      file.add(bytes, at, stop)
      this.sink.fileData(file, bytes, at, stop)
    }
    this.checkBody(file)
    return stop
  }

  /** Bytes were missing before the file's data, the prompt perhaps among them: what is beyond it is a hole in the file. */
  private place(file: OftFile, half: Half): void {
    const missed = Math.max(0, half.missing - lostHeader(file))
    half.lost = missed > file.left
    half.missing = 0
    if (missed > 0) file.miss(Math.min(missed, file.left))
  }

  private checkBody(file: OftFile): void {
    if (file.left > 0 || file.bodyDone) return
    file.bodyDone = true
    this.sink.bodyEnds(file)
  }

  /** Where a header should be. */
  private header(side: Side, half: Half, bytes: Uint8Array, start: number, end: number, packet: number): number {
    const { carry } = half
    if (carry.length === 0) half.searched = 0
    // Eight bytes say whether it is one and how long.
    let at = carry.add(bytes, start, Math.min(end, start + Math.max(0, TELLING - carry.length)), packet)
    // Where the file may begin, it may be a file of headers.
    if (!looksLikeOft(carry.bytes, 0, carry.length, !half.found && !this.mayBeData(side))) {
      this.notHeader(side, half, packet)
      return at
    }
    if (carry.length < TELLING) return at
    // One that says it is shorter than usual is so only if another follows, or an answer.
    const total = Math.min(Math.max(oftLength(carry.bytes, 0), OFT_USUAL), OFT_LONGEST)
    at = carry.add(bytes, at, Math.min(end, at + total - carry.length), packet)
    const isUsual = oftLength(carry.bytes, 0) === OFT_USUAL
    const cut = isUsual ? undefined : oftCut(carry.bytes, carry.length, false, half.searched)
    half.searched = carry.length - TELLING + 1
    if (cut !== undefined) this.take(side, half, cut, packet)
    else if (carry.length === total) this.take(side, half, total, packet)
    return at
  }

  /** The first `length` bytes of the carry are a header, what is behind them is not. */
  private take(side: Side, half: Half, length: number, packet: number): void {
    const { carry } = half
    const whole = carry.bytes.slice(0, length)
    const rest = carry.bytes.slice(length, carry.length)
    const packets = carry.packets
    carry.clear()
    half.decoded += length
    this.headerSeen(side, readOftHeader(whole, 0, length), whole, length, packets)
    if (rest.length > 0) this.push(side, rest, 0, rest.length, packet, this.now)
  }

  /** Nothing more belongs to a header that has begun, whatever its length says. */
  private settle(side: Side): void {
    const half = this.halves[side]
    const { bytes, length, packets } = half.carry
    const isHeader = length >= TELLING && looksLikeOft(bytes, 0, length, true)
    const cut = isHeader ? oftCut(bytes, length, true, half.searched) : undefined
    half.searched = Math.max(0, length - TELLING + 1)
    if (cut !== undefined) this.take(side, half, cut, packets.at(-1) ?? 0)
  }

  /** The carry holds what is no header: file data that came early, or stray bytes. */
  private notHeader(side: Side, half: Half, packet: number): void {
    const carried = half.carry.length
    const held = half.carry.bytes.slice(0, carried)
    const file = this.file
    const first = half.carry.packets[0] ?? packet
    half.carry.clear()
    half.found = false
    if (file !== undefined && this.mayBeData(side)) {
      file.early ||= !file.accepted
      const used = this.body(half, held, 0, this.bodyEnd(held, 0, carried), first)
      this.push(side, held, used, carried, packet, this.now)
      return
    }
    const next = held.indexOf(MAGIC, 1)
    const strays = next < 0 ? carried : next
    if (file?.sender === side && file.bodyDone && !file.done) file.excess += strays
    this.stray(side, half, strays, packet)
    half.lost = true
    this.push(side, held, strays, carried, packet, this.now)
  }

  /** Looks for the next header where the place in the stream is unknown. */
  private find(side: Side, half: Half, bytes: Uint8Array, start: number, end: number, packet: number): number {
    if (half.carry.length > 0) {
      half.lost = false
      return this.header(side, half, bytes, start, end, packet)
    }
    for (let at = start; at < end; at++) {
      if (bytes[at] !== MAGIC || !looksLikeOft(bytes, at, end)) continue
      if (at > start) this.stray(side, half, at - start, packet)
      half.lost = false
      half.found = true
      return this.header(side, half, bytes, at, end, packet)
    }
    const file = this.file
    if (file?.sender === side && file.bodyDone && !file.done && half.missing === 0) file.excess += end - start
    this.stray(side, half, end - start, packet)
    return end
  }

  private stray(side: Side, half: Half, length: number, packet: number): void {
    half.orphaned += length
    const awaited = Math.min(half.awaited, length)
    half.awaited -= awaited
    half.arrived += awaited
    half.data += awaited
    this.sink.stray(side, length, packet)
  }

  private headerSeen(side: Side, header: OftHeader, bytes: Uint8Array, end: number, packets: readonly number[]): void {
    const half = this.halves[side]
    half.missing = 0
    half.lost = half.found = false
    const sender: Side = header.from === 'sender' ? side : other(side)
    if (this.begins(header)) {
      if (this.file !== undefined && header.act === 'prompt') this.file.overtaken = !this.file.done
      this.finishFile()
      this.file = new OftFile(this.files++, sender, header.size)
      this.sink.fileBegins(this.file)
    }
    const file = this.file
    if (file !== undefined) {
      file.accepted ||= header.act === 'ack' || header.act === 'resume-ack'
      file.done ||= header.act === 'done'
    }
    const seen = this.sink.header(side, header, bytes, 0, end, packets)
    if (file === undefined) return
    file.remember(seen)
    const agrees =
      header.act === 'resume-accept' || (header.act === 'resume-ack' && file.seen('resume-accept') === undefined)
    if (agrees && file.received + file.holeBytes === 0) file.resumeAt(header.nrecvd)
    if (header.act === 'done') this.doneSeen(file, side)
    else if (file.accepted) this.checkBody(file)
  }

  /** Whether a header is the first of another file: its prompt, or the receiver's answer to a prompt that was not seen yet. */
  private begins(header: OftHeader): boolean {
    const { file } = this
    if (header.act === 'prompt') return file === undefined || !isUnprompted(file) || !describes(header, file)
    if (header.act === 'other') return false
    if (file === undefined) return true
    if (header.from === 'sender') return false
    return file.done ? header.act !== 'done' || !describes(header, file) : isOfAnother(header, file)
  }

  /** DONE: what the other side passed over before anybody described the file was its body. */
  private doneSeen(file: OftFile, side: Side): void {
    const sender = this.halves[other(side)]
    if (file.headers.length === 1 && sender.orphaned > 0) {
      const received = Math.min(sender.orphaned, file.size)
      file.miss(file.size - received)
      file.received = received
      file.offset += received
      sender.data += Math.max(0, received - sender.arrived)
      sender.orphaned = sender.arrived = 0
      this.checkBody(file)
    }
  }

  private finishFile(): void {
    const file = this.file
    if (file === undefined) return
    if (!file.bodyDone && file.received > 0) {
      file.bodyDone = true
      this.sink.bodyEnds(file)
    }
    this.file = undefined
    this.sink.fileEnds(file)
  }

  /** What is left of a header when its stream ends or breaks. */
  private drop(side: Side, half: Half): void {
    if (half.carry.length > 0) this.sink.stray(side, half.carry.length, half.carry.packets.at(-1) ?? 0)
    half.carry.clear()
    half.found = false
  }
}

const other = (side: Side): Side => (side === 0 ? 1 : 0)

/** Known by the receiver's headers alone, and nothing of it has come. */
function isUnprompted(file: OftFile): boolean {
  return file.seen('prompt') === undefined && file.received === 0 && file.holeBytes === 0
}

/** Length of the sender's header that must be in front of the file's first byte and was not seen. */
function lostHeader(file: OftFile): number {
  if (file.received + file.holeBytes > 0) return 0
  const resumes = file.seen('resume') !== undefined || file.seen('resume-ack') !== undefined
  const last = file.seen(resumes ? 'resume-accept' : 'prompt')
  return last === undefined ? (file.described?.header.length ?? 0) : 0
}

/** A receiver's header about another file than the one at hand: both the prompt and the end of this one were missed. */
function isOfAnother(header: OftHeader, file: OftFile): boolean {
  const known = file.described?.header
  if (known === undefined || header.filename === '' || header.filename === known.filename) return false
  // joscar and qutIM count files left down in the DONE itself.
  const counted = header.act === 'done' ? known.filesLeft - 1 : known.filesLeft
  return header.size !== known.size || (header.filesLeft !== known.filesLeft && header.filesLeft !== counted)
}

function describes(header: OftHeader, file: OftFile): boolean {
  const known = file.described?.header
  return header.size === known?.size && header.filename === known.filename
}

function newHalf(): Half {
  return {
    carry: new Carry(),
    lost: false,
    found: false,
    searched: 0,
    missing: 0,
    orphaned: 0,
    awaited: 0,
    arrived: 0,
    decoded: 0,
    data: 0,
  }
}
