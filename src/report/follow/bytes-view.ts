import type { Clock } from '../../clock.ts'
import type { StreamTap } from '../../conversation/stream-tap.ts'
import type { Track } from '../../conversation/track.ts'
import type { Side } from '../../network/flow.ts'
import { counted } from '../amount.ts'
import { hexLines } from '../hex-dump.ts'
import type { Paint } from '../signs.ts'
import { QuietView, type Write } from '../view.ts'
import type { FlowChoice } from './choice.ts'

export type From = 'client' | 'server' | 'both'

export interface FollowOptions {
  readonly choice: FlowChoice
  readonly from: From
}

/** Shows the bytes of one connection as they come. */
export abstract class BytesView extends QuietView implements StreamTap {
  readonly wantsEvents = false
  /** Bytes of each side that the capture does not have. */
  readonly missing: [number, number] = [0, 0]
  private readonly options: FollowOptions
  private readonly at: [number, number] = [0, 0]

  constructor(options: FollowOptions) {
    super()
    this.options = options
  }

  wants(track: Track): boolean {
    return this.options.choice.takes(track)
  }

  data(track: Track, side: Side, bytes: Uint8Array, start: number, end: number): void {
    if (this.shows(track, side)) this.show(track, side, this.at[side], bytes, start, end)
    this.at[side] += end - start
  }

  gap(track: Track, side: Side, length: number): void {
    if (this.shows(track, side)) {
      this.missing[side] += length
      this.hole(track, side, length)
    }
    this.at[side] += length
  }

  /** `bytes[start, end)`, `offset` bytes from the start of the side. */
  protected abstract show(track: Track, side: Side, offset: number, bytes: Uint8Array, start: number, end: number): void
  protected abstract hole(track: Track, side: Side, length: number): void

  private shows(track: Track, side: Side): boolean {
    const { from } = this.options
    return from === 'both' || (from === 'client') === (side === track.client)
  }
}

/** Bytes as they are. */
export class RawView extends BytesView {
  private readonly out: (bytes: Uint8Array) => void

  constructor(options: FollowOptions, out: (bytes: Uint8Array) => void) {
    super(options)
    this.out = out
  }

  protected show(_track: Track, _side: Side, _offset: number, bytes: Uint8Array, start: number, end: number): void {
    this.out(bytes.subarray(start, end))
  }

  protected hole(): void {}
}

/** What the text views write of `bytes[start, end)`. */
type Lines = (bytes: Uint8Array, start: number, end: number, offset: number) => readonly string[]

export const asHex: Lines = (bytes, start, end, offset) => hexLines(bytes, start, end, [], offset)

/** Printable ASCII, lines as they are sent, a dot for anything else. */
export const asAscii: Lines = (bytes, start, end) => {
  let text = ''
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    text += (byte >= 0x20 && byte < 0x7f) || byte === 0x0a ? String.fromCharCode(byte) : byte === 0x0d ? '' : '.'
  }
  return text.split('\n')
}

const INDENT = '    '

/** A line about who sends whenever that changes; what the server sends is indented. */
export class LinesView extends BytesView {
  private readonly clock: Clock
  private readonly paint: Paint
  private readonly write: Write
  private readonly lines: Lines
  private last: Side | undefined

  constructor(options: FollowOptions, clock: Clock, lines: Lines, paint: Paint, write: Write) {
    super(options)
    this.clock = clock
    this.lines = lines
    this.paint = paint
    this.write = write
  }

  protected show(track: Track, side: Side, offset: number, bytes: Uint8Array, start: number, end: number): void {
    const indent = this.turn(track, side)
    for (const line of this.lines(bytes, start, end, offset)) this.write(`${indent}${line}\n`)
  }

  protected hole(track: Track, side: Side, length: number): void {
    const indent = this.turn(track, side)
    this.write(`${indent}${this.paint('warning', `[${counted(length, 'byte')} not in the capture]`)}\n`)
  }

  private turn({ ends, client }: Track, side: Side): string {
    const indent = side === client ? '' : INDENT
    if (this.last !== side) {
      const heading = `${ends[side]} → ${ends[side === 0 ? 1 : 0]}  from packet ${this.clock.carrier}`
      this.write(`${indent}${this.paint('strong', heading)}\n`)
    }
    this.last = side
    return indent
  }
}
