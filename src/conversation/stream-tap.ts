import type { Flow, Side } from '../network/flow.ts'
import type { StreamConsumer, TcpAnomaly } from '../network/stream-consumer.ts'
import type { FlowLookup } from './streams.ts'
import type { Track } from './track.ts'

/** Somebody who wants the bytes of connections themselves. */
export interface StreamTap {
  /** Whether the bytes of a connection are wanted; asked once, when it is first seen. */
  wants(track: Track): boolean
  /** The next bytes of a side: `bytes[start, end)`, valid during the call. */
  data(track: Track, side: Side, bytes: Uint8Array, start: number, end: number): void
  /** The next `length` bytes of a side are not in the capture. */
  gap(track: Track, side: Side, length: number): void
}

/** Shows the streams to a tap on their way to the consumer, also those that the consumer wants no more of. */
export class Tapped implements StreamConsumer {
  private readonly next: StreamConsumer
  private readonly network: FlowLookup
  private readonly tap: StreamTap
  private readonly wanted = new Set<Flow>()

  constructor(next: StreamConsumer, network: FlowLookup, tap: StreamTap) {
    this.next = next
    this.network = network
    this.tap = tap
  }

  opened(flow: Flow): void {
    this.next.opened(flow)
    if (this.tap.wants(flow.attachment as Track)) this.wanted.add(flow)
  }

  segment(row: number, side: Side, bytes: Uint8Array, start: number, end: number): void {
    const flow = this.network.flow(row)
    this.show(flow, side, bytes, start, end)
    this.next.segment(row, side, bytes, start, end)
    this.keep(flow)
  }

  data(flow: Flow, side: Side, bytes: Uint8Array, start: number, end: number): void {
    this.show(flow, side, bytes, start, end)
    this.next.data(flow, side, bytes, start, end)
    this.keep(flow)
  }

  gap(flow: Flow, side: Side, length: number, cause: 'cut' | 'missing'): void {
    if (this.wanted.has(flow)) this.tap.gap(flow.attachment as Track, side, length)
    this.next.gap(flow, side, length, cause)
  }

  ended(flow: Flow, side: Side): void {
    this.next.ended(flow, side)
  }

  anomaly(flow: Flow, side: Side, anomaly: TcpAnomaly): void {
    this.next.anomaly(flow, side, anomaly)
  }

  retired(flow: Flow): void {
    this.wanted.delete(flow)
    this.next.retired(flow)
  }

  private show(flow: Flow, side: Side, bytes: Uint8Array, start: number, end: number): void {
    if (this.wanted.has(flow)) this.tap.data(flow.attachment as Track, side, bytes, start, end)
  }

  /** A flow that the consumer gave up goes on all the same. */
  private keep(flow: Flow): void {
    if (flow.ignored && this.wanted.has(flow)) flow.ignored = false
  }
}
