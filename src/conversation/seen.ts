import type { Side, Stream } from '../network/flow.ts'
import type { Track } from './track.ts'

/** Where and when something was seen. */
export class Seen {
  readonly seconds: number
  readonly nanos: number
  readonly track: Track
  readonly side: Side
  /** How far the two streams of the flow had come. */
  private readonly before0: number
  private readonly before1: number
  /** Both sides acknowledged nothing that had not been captured by then: the capture has them in the order of the wire. */
  readonly inOrder: boolean
  /** The packet, or the packets that carried it in pieces. */
  private readonly carriers: number | readonly number[]

  constructor(carriers: number | readonly number[], seconds: number, nanos: number, track: Track, side: Side) {
    this.carriers = carriers
    this.seconds = seconds
    this.nanos = nanos
    this.track = track
    this.side = side
    this.before0 = track.flow.stream0.bytes
    this.before1 = track.flow.stream1.bytes
    this.inOrder = !lacksBytes(track.flow.stream0) && !lacksBytes(track.flow.stream1)
  }

  get packets(): readonly number[] {
    return typeof this.carriers === 'number' ? [this.carriers] : this.carriers
  }

  /**
   * The capture has every byte of both sides of the flow up to then. Asked later, it knows better: a hole that was open
   * then may have been filled, or have turned out to be one.
   */
  get intact(): boolean {
    const { stream0, stream1 } = this.track.flow
    return isWhole(stream0, this.before0) && isWhole(stream1, this.before1)
  }
}

function isWhole(stream: Stream, before: number): boolean {
  if (!stream.synSeen) return false
  const gap = stream.gaps[0]
  if (gap !== undefined && gap.offset <= before) return false
  return stream.bytes > before || !lacksBytes(stream)
}

/** Behind what was handed on there is a hole, or the other side knows of more. What waits in its turn is no hole. */
function lacksBytes({ started, next, pending, finSeen, finSequence, ackSeen, acked }: Stream): boolean {
  if (!started) return false
  let end = next
  for (const { seq, length } of pending ?? []) {
    if (((seq - end) | 0) > 0) return true
    if (((seq + length - end) | 0) > 0) end = (seq + length) | 0
  }
  if (finSeen && ((finSequence - end) | 0) > 0) return true
  const last = finSeen ? (finSequence + 1) | 0 : end
  return ackSeen && ((acked - last) | 0) > 0
}
