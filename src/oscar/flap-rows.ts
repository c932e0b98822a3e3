import type { Carry } from '../bytes/carry.ts'
import { u16, u32 } from '../bytes/read.ts'
import {
  EXPECTED,
  FRAMES,
  HEADER,
  HELD,
  MARKER,
  MODE,
  PIECE,
  SKIM_FROM_CLIENT,
  SKIM_NEVER,
  SLOT,
  WORDS,
} from './flap-layout.ts'
import { oddTextAt } from './im-shape.ts'
import { snacBodyAt } from './snac.ts'
import { ROLE, roleOf } from './snac-roles.ts'
import type { SnacRows } from './snac-rows.ts'
import { tlvFault } from './tlv-shape.ts'

/** Roles of SNACs that somebody has to see, by who sends them. */
const TO_SEE = {
  fromClient: ROLE.telling | ROLE.read | ROLE.ofServer,
  fromServer: ROLE.telling | ROLE.read | ROLE.ofClient,
} as const

/** Is shown each frame that is passed over: `bytes[start, end)` of a stream, valid during the call. */
export type PassedFrame = (stream: number, bytes: Uint8Array, start: number, end: number) => void

/**
 * The state of all FLAP streams that the hot path touches: four words a stream, so that a frame nobody needs is counted
 * and checked without the reader's objects being loaded. A stream's number is its flow's row times two plus its side.
 * The start of a frame that goes on in the next segment is held here for as long (2 % of the frames, and 10 % of the time
 * of a capture of messages when the readers took them).
 */
export class FlapRows {
  private readonly snacs: SnacRows
  private readonly passed: PassedFrame | undefined
  private words = new Int32Array(WORDS * 1024)
  /** Held pieces, one in each slot, the number of their packet and their length; free slots. */
  private pieces = new Uint8Array(SLOT * 64)
  private origins = new Float64Array(64)
  private lengths = new Int32Array(64)
  private readonly free: number[] = []
  private slots = 0

  constructor(snacs: SnacRows, passed?: PassedFrame) {
    this.snacs = snacs
    this.passed = passed
  }

  /** A stream begins; its words are zeros. */
  open(stream: number): void {
    let length = this.words.length
    while ((stream + 1) * WORDS > length) length *= 2
    if (length > this.words.length) this.words = grown(this.words, new Int32Array(length))
    this.words.fill(0, stream * WORDS, (stream + 1) * WORDS)
    this.words[stream * WORDS + EXPECTED] = -1
  }

  mode(stream: number): number {
    return this.words[stream * WORDS + MODE]!
  }

  setMode(stream: number, mode: number): void {
    this.words[stream * WORDS + MODE] = mode
  }

  /** Number of the next frame, -1 when it may have any. */
  expected(stream: number): number {
    return this.words[stream * WORDS + EXPECTED]!
  }

  setExpected(stream: number, sequence: number): void {
    this.words[stream * WORDS + EXPECTED] = sequence
  }

  frames(stream: number): number {
    return this.words[stream * WORDS + FRAMES]!
  }

  count(stream: number): void {
    this.words[stream * WORDS + FRAMES]!++
  }

  /** Moves the held piece of a stream to its reader's carry. */
  giveUp(stream: number, carry: Carry): void {
    const at = stream * WORDS
    const held = this.words[at + HELD]!
    if (held === 0) return
    const from = (held - 1) * SLOT
    carry.add(this.pieces, from, from + this.lengths[held - 1]!, this.origins[held - 1]!)
    this.words[at + HELD] = 0
    this.free.push(held)
  }

  /**
   * Passes over the frames at the start of `bytes[start, end)`, which came in packet number `packet`, that are in sequence
   * and tell nothing; gives the offset of the first byte the reader has to look at.
   */
  skim(stream: number, bytes: Uint8Array, start: number, end: number, packet: number): number {
    const at = stream * WORDS
    const mode = this.words[at]
    if (mode === SKIM_NEVER || mode === undefined) return start
    const fromClient = mode === SKIM_FROM_CLIENT
    let frame = start
    if (this.words[at + HELD] !== 0) {
      frame = this.finish(at, bytes, start, end, fromClient)
      if (frame === start) return start
    }
    const { words, passed } = this
    let expected = words[at + EXPECTED]!
    let frames = 0
    while (frame < end && bytes[frame] === MARKER) {
      const next = end - frame < HEADER ? Infinity : frame + HEADER + u16(bytes, frame + 4)
      if (next > end) {
        if (this.hold(at, bytes, frame, end, packet)) frame = end
        break
      }
      if (u16(bytes, frame + 2) !== expected || this.isTelling(stream, bytes, frame, next, next, fromClient)) break
      if (fromClient && bytes[frame + 1] === 2) this.snacs.rates.spend(stream >> 1, bytes, frame + HEADER)
      expected = (expected + 1) & 0xffff
      frames++
      if (passed !== undefined) passed(stream, bytes, frame, next)
      frame = next
    }
    words[at + EXPECTED] = expected
    words[at + FRAMES]! += frames
    return frame
  }

  /** Keeps the start of a cut frame; false when it is too long, or whoever is shown frames needs to know of its packets. */
  private hold(at: number, bytes: Uint8Array, start: number, end: number, packet: number): boolean {
    const length = end - start
    if (length > PIECE || this.passed !== undefined) return false
    const held = this.free.pop() ?? this.addSlot()
    const slot = (held - 1) * SLOT
    for (let k = 0; k < length; k++) this.pieces[slot + k] = bytes[start + k]!
    this.lengths[held - 1] = length
    this.origins[held - 1] = packet
    this.words[at + HELD] = held
    return true
  }

  /** Counts the held frame when the rest of it is there and nobody needs it; gives the offset behind it, else `start`. */
  private finish(at: number, bytes: Uint8Array, start: number, end: number, fromClient: boolean): number {
    const { words, pieces } = this
    const held = words[at + HELD]!
    const slot = (held - 1) * SLOT
    const length = this.lengths[held - 1]!
    const known = Math.min(length + end - start, SLOT)
    for (let k = length; k < known; k++) pieces[slot + k] = bytes[start + k - length]!
    const next = start + HEADER + u16(pieces, slot + 4) - length
    if (known < HEADER || next > end || u16(pieces, slot + 2) !== words[at + EXPECTED]) return start
    if (this.isTelling(at >> 2, pieces, slot, slot + known, slot + length + next - start, fromClient)) return start
    if (fromClient && pieces[slot + 1] === 2) this.snacs.rates.spend(at >> 3, pieces, slot + HEADER)
    words[at + EXPECTED] = (words[at + EXPECTED]! + 1) & 0xffff
    words[at + FRAMES]!++
    words[at + HELD] = 0
    this.free.push(held)
    return next
  }

  /** Whether the conversation stage needs a frame, of which `bytes[start, known)` is there: anything but what connections consist of, and rendezvous and oddities among that. */
  private isTelling(
    stream: number,
    bytes: Uint8Array,
    start: number,
    known: number,
    end: number,
    fromClient: boolean,
  ): boolean {
    if (bytes[start + 1] !== 2) return bytes[start + 1] !== 5 || end - start > 6
    if (end - start < 16) return true
    const prefixed = (bytes[start + 10]! & 0x80) !== 0
    if (prefixed && (end - start < 18 || 18 + u16(bytes, start + 16) > end - start)) return true
    // A client gives an id of the server's.
    if (fromClient && (bytes[start + 12]! & 0x80) !== 0) return true
    const foodgroup = u16(bytes, start + 6)
    const subgroup = u16(bytes, start + 8)
    if (foodgroup === 0x0004) {
      if (subgroup === 0x0006 || subgroup === 0x0007) {
        const channel = u16(bytes, start + 24)
        if (prefixed || channel === 2 || (subgroup === 0x0006) !== fromClient) return true
        if ((channel === 1 || fromClient) && known < end) return true
        if (channel === 1 && oddTextAt(bytes, start + 16, end, fromClient) >= 0) return true
        if (!fromClient) return false
        if (this.snacs.isOdd(stream >> 1, bytes, start + 6)) return true
        this.snacs.acks.sent(stream >> 1, u32(bytes, start + 12), bytes, start + 16, end)
        return false
      }
      if (subgroup === 0x000c) {
        if (prefixed || fromClient || end - start < 26 || u16(bytes, start + 24) === 2) return true
        return !this.snacs.acks.pass(stream >> 1, u32(bytes, start + 12), bytes, start + 16)
      }
    }
    const role = roleOf(foodgroup, subgroup)
    if ((role & (fromClient ? TO_SEE.fromClient : TO_SEE.fromServer)) !== 0) return true
    if ((role & (ROLE.online | ROLE.shaped)) !== 0) {
      if (known < end) return true
      const snac = start + 6
      if ((role & ROLE.shaped) !== 0 && tlvFault(foodgroup, subgroup, bytes, snacBodyAt(bytes, snac, end), end))
        return true
    }
    return (role & ROLE.noted) !== 0 && !this.snacs.pass(stream >> 1, fromClient, role, bytes, start + 6, end)
  }

  /** Gives its number plus one. */
  private addSlot(): number {
    if (this.slots === this.lengths.length) {
      this.pieces = grown(this.pieces, new Uint8Array(this.pieces.length * 2))
      this.origins = grown(this.origins, new Float64Array(this.origins.length * 2))
      this.lengths = grown(this.lengths, new Int32Array(this.lengths.length * 2))
    }
    return ++this.slots
  }
}

function grown<Numbers extends Uint8Array | Int32Array | Float64Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old)
  return larger
}
