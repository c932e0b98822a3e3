import type { Clock } from '../clock.ts'
import { LIMITS } from '../limits.ts'
import type { Flow, HoleLimit, PendingSegment, Side, Stream } from './flow.ts'
import type { SegmentHistory } from './segment-history.ts'
import type { StreamConsumer, Window } from './stream-consumer.ts'

/** What a waiting segment costs beside its bytes, so that a flood of tiny ones is held to the same limit. */
const PENDING_COST = 256

/**
 * Puts the segments of a stream in order that do not come in it. Early data is copied and kept; a hole is declared when the
 * peer acknowledged past it and time or packets enough have passed for a capture that reorders, when too much waits behind
 * it, or at the flow's end. The first copy of a byte wins.
 */
export class Reassembly {
  /** Segments too far from their stream to belong to it. */
  outOfWindow = 0
  /** Holes declared because too much waited behind them. */
  overfull = 0
  overfullTotal = 0
  /** Segments that came when their hole had been declared, by the limit for which it was. */
  readonly lateFor = new Map<HoleLimit, number>()
  private readonly clock: Clock
  private readonly consumer: StreamConsumer
  private readonly history: SegmentHistory
  private pendingTotal = 0

  constructor(clock: Clock, consumer: StreamConsumer, history: SegmentHistory) {
    this.clock = clock
    this.consumer = consumer
    this.history = history
  }

  /** A segment that is not the expected one: `bytes[start, end)` of `wireLength` bytes, which `sequence` begins. */
  take(
    flow: Flow,
    side: Side,
    stream: Stream,
    sequence: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    wireLength: number,
    window: Window | undefined,
  ): void {
    if (!stream.started) {
      stream.started = true
      // Behind a handshake the peer's first acknowledgment says where the stream starts: this may not be its first segment.
      stream.next =
        flow.client !== -1 && stream.ackSeen && ((sequence - stream.acked) | 0) > 0 ? stream.acked : sequence
    }
    let seq = sequence
    let at = start
    let length = wireLength
    const ahead = (seq - stream.next) | 0
    if (Math.abs(ahead) > LIMITS.outOfWindow.value) {
      this.outOfWindow++
      stream.undelivered += Math.max(0, end - at)
      return
    }
    if (ahead < 0) {
      const old = Math.min(-ahead, length)
      const captured = Math.max(0, Math.min(old, end - at))
      if (stream.gapCount > 0) this.checkLate(stream, stream.bytes + ahead, captured)
      // A keep-alive repeats one byte, of which its receiver looks at the number only.
      const keepAlive = ahead === -1 && length === 1
      if (window !== undefined && !keepAlive && this.history.differs(flow.id * 2 + side, seq, captured, window, at)) {
        this.consumer.anomaly(flow, side, 'overlap-differs')
      }
      stream.repeated += captured
      seq = (seq + old) | 0
      at += old
      length -= old
      if (length === 0) return
    }
    const captured = Math.max(0, Math.min(end - at, length))
    if (stream.finSeen && stream.ended) {
      if (captured > 0 && stream.undelivered === 0) this.consumer.anomaly(flow, side, 'data-after-fin')
      stream.undelivered += captured
      return
    }
    if (window !== undefined && captured > 1) this.history.add(flow.id * 2 + side, seq, captured, window, at)
    if (seq === stream.next && stream.pending === null) {
      this.deliver(flow, side, stream, bytes, at, at + captured, length)
      this.finish(flow, side, stream)
      return
    }
    this.keep(flow, side, stream, seq, length, bytes.slice(at, at + captured))
    this.drain(flow, side, stream)
    if (stream.pending !== null) this.review(flow, side, stream)
  }

  /** Declares the hole in front of the waiting data when nothing suggests that it will still be filled. */
  review(flow: Flow, side: Side, stream: Stream): void {
    const first = stream.pending![0]!
    const acknowledged = stream.ackSeen && ((stream.acked - first.seq) | 0) > 0
    const full = this.filled(stream)
    if (full === 'pendingPerStream') this.overfull++
    if (full === 'pendingTotal') this.overfullTotal++
    const waited = full ?? (acknowledged ? this.waited(flow, stream) : undefined)
    if (waited !== undefined) this.giveUp(flow, side, stream, waited)
  }

  /** Ends a stream whose FIN has been reached. */
  finish(flow: Flow, side: Side, stream: Stream): void {
    if (!stream.finSeen || stream.ended || ((stream.finSequence - stream.next) | 0) > 0) return
    stream.ended = true
    this.consumer.ended(flow, side)
  }

  /** A flow leaves: what is still missing of its sides will not come. */
  conclude(flow: Flow): void {
    for (const side of [0, 1] as const) {
      const stream = flow.stream(side)
      if (stream.pending !== null && refusedRest(flow, side, stream)) this.discard(stream)
      while (stream.pending !== null) this.giveUp(flow, side, stream)
      if (!flow.ignored && stream.missingTail) this.declareTail(flow, side, stream)
      this.finish(flow, side, stream)
    }
  }

  /** `length` bytes at `offset` of a stream came late: perhaps they fill a hole that nobody waits for any more. */
  private checkLate(stream: Stream, offset: number, length: number): void {
    const hole = stream.gaps.find((gap) => gap.offset < offset + length && offset < gap.offset + gap.bytes)
    if (hole?.waited !== undefined) this.lateFor.set(hole.waited, (this.lateFor.get(hole.waited) ?? 0) + 1)
  }

  /** Hands on captured bytes, and the rest of `length` as a gap where the packet was cut. */
  private deliver(
    flow: Flow,
    side: Side,
    stream: Stream,
    bytes: Uint8Array,
    at: number,
    end: number,
    length: number,
  ): void {
    const captured = end - at
    stream.next = (stream.next + length) | 0
    if (captured > 0) {
      stream.bytes += captured
      this.consumer.data(flow, side, bytes, at, end)
    }
    if (length > captured) this.declare(flow, side, stream, length - captured, 'cut')
  }

  private declare(
    flow: Flow,
    side: Side,
    stream: Stream,
    length: number,
    cause: 'cut' | 'missing',
    waited?: HoleLimit,
  ): void {
    if (stream.gapCount === 0) stream.gaps = []
    if (stream.gaps.length < 256) stream.gaps.push({ side, offset: stream.bytes, bytes: length, cause, waited })
    stream.gapCount++
    stream.gapBytes += length
    stream.bytes += length
    this.consumer.gap(flow, side, length, cause)
  }

  /** Inserts early data, less what is already waiting: the first copy of a byte wins. */
  private keep(flow: Flow, side: Side, stream: Stream, seq: number, length: number, bytes: Uint8Array): void {
    if (stream.pending === null) {
      stream.pending = []
      stream.holeSince = this.clock.now
      stream.holePacket = flow.packets
    }
    const pending = stream.pending
    stream.repeated += bytes.length
    let at = pending.length
    for (let low = 0; low < at;) {
      const middle = (low + at) >> 1
      if (((seq - pending[middle]!.seq) | 0) < 0) at = middle
      else low = middle + 1
    }
    let from = 0
    let to = length
    const before = pending[at - 1]
    if (before !== undefined) from = Math.max(0, (before.seq + before.length - seq) | 0)
    if (from > 0 && before !== undefined && !sameBytes(before, seq, bytes)) {
      this.consumer.anomaly(flow, side, 'overlap-differs')
    }
    while (from < to) {
      const after = pending[at]
      to = after === undefined ? length : Math.min(length, (after.seq - seq) | 0)
      if (after !== undefined && to < length && !sameBytes(after, seq, bytes)) {
        this.consumer.anomaly(flow, side, 'overlap-differs')
      }
      if (to > from) {
        const part = bytes.slice(from, to)
        pending.splice(at, 0, { seq: (seq + from) | 0, length: to - from, bytes: part, packet: this.clock.packet })
        stream.repeated -= part.length
        stream.pendingBytes += part.length + PENDING_COST
        this.pendingTotal += part.length + PENDING_COST
        at++
      }
      if (after === undefined) break
      from = Math.max(to, (after.seq + after.length - seq) | 0)
      to = length
      at++
    }
  }

  /** Hands on what waited, as far as it now connects. */
  private drain(flow: Flow, side: Side, stream: Stream): void {
    const carrier = this.clock.carrier
    while (stream.pending !== null) {
      const segment = stream.pending[0]!
      const overlap = (stream.next - segment.seq) | 0
      if (overlap < 0) break
      stream.pending.shift()
      stream.pendingBytes -= segment.bytes.length + PENDING_COST
      this.pendingTotal -= segment.bytes.length + PENDING_COST
      // The hole in front of what is left is another one.
      stream.holeSince = this.clock.now
      stream.holePacket = flow.packets
      if (stream.pending.length === 0) stream.pending = null
      const { bytes } = segment
      const known = Math.min(overlap, bytes.length)
      stream.repeated += known
      if (overlap >= segment.length) continue
      this.clock.carrier = segment.packet
      this.deliver(flow, side, stream, bytes, known, bytes.length, segment.length - overlap)
    }
    this.clock.carrier = carrier
    if (stream.pending === null) this.finish(flow, side, stream)
  }

  /** Too much waits behind a hole. */
  private filled(stream: Stream): HoleLimit | undefined {
    if (stream.pendingBytes > LIMITS.pendingPerStream.value) return 'pendingPerStream'
    return this.pendingTotal > LIMITS.pendingTotal.value ? 'pendingTotal' : undefined
  }

  /** For a hole that its receiver does not have, it was waited long enough. */
  private waited(flow: Flow, stream: Stream): HoleLimit | undefined {
    if (this.clock.now - stream.holeSince >= LIMITS.holePatience.value) return 'holePatience'
    if (flow.packets - stream.holePacket >= LIMITS.holePackets.value) return 'holePackets'
    return stream.pendingBytes >= LIMITS.pendingPerStream.value >> 2 ? 'pendingPerStream' : undefined
  }

  private giveUp(flow: Flow, side: Side, stream: Stream, waited?: HoleLimit): void {
    const { seq } = stream.pending![0]!
    if (stream.finSeen && ((seq - stream.finSequence) | 0) >= 0) {
      this.discard(stream)
      return
    }
    const missing = (seq - stream.next) | 0
    stream.next = (stream.next + missing) | 0
    this.declare(flow, side, stream, missing, 'missing', waited)
    this.drain(flow, side, stream)
  }

  /** Waiting data that the peer will never take in: behind a hole and a reset, or behind the end. */
  private discard(stream: Stream): void {
    for (const segment of stream.pending!) stream.undelivered += segment.bytes.length
    this.pendingTotal -= stream.pendingBytes
    stream.pendingBytes = 0
    stream.pending = null
  }

  /** Bytes that the peer acknowledged, or the FIN counted, and that no packet of the capture carries. */
  private declareTail(flow: Flow, side: Side, stream: Stream): void {
    const end = stream.finSeen ? stream.finSequence : stream.acked
    const missing = (end - stream.next) | 0
    if (missing <= 0 || missing > LIMITS.outOfWindow.value) return
    // A FIN takes a number too: one more than the data is a FIN that the capture lost.
    if (missing === 1 && !stream.finSeen) return
    stream.next = end
    this.declare(flow, side, stream, missing, 'missing')
  }
}

/** The peer reset the connection without ever having acknowledged past the hole: what lies behind it reached nobody. */
function refusedRest(flow: Flow, side: Side, stream: Stream): boolean {
  return flow.closed === 'rst' && flow.resetBy !== side && stream.ackSeen && ((stream.acked - stream.next) | 0) <= 0
}

/** Whether two stretches of a stream agree where they overlap; `bytes` begins at `seq`. One byte alone may be a keep-alive, of which the number counts only. */
function sameBytes(segment: PendingSegment, seq: number, bytes: Uint8Array): boolean {
  if (bytes.length === 1 || segment.length === 1) return true
  const shift = (segment.seq - seq) | 0
  const from = Math.max(0, shift)
  const to = Math.min(bytes.length, shift + segment.bytes.length)
  for (let k = from; k < to; k++) if (bytes[k] !== segment.bytes[k - shift]) return false
  return true
}
