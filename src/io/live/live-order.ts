import type { CaptureReader } from '../../capture/reader.ts'
import { TimeOrder } from '../time-order.ts'
import { CaptureFailure } from './capture-failure.ts'
import type { LiveFeed } from './live-feed.ts'
import type { PacketSink } from './packet-sink.ts'
import type { StopWhen } from './stop-conditions.ts'

export interface LiveOrderOptions {
  readonly sink: PacketSink | undefined
  readonly until: StopWhen
  /** True once the work is to end: a violation was found that somebody waited for. */
  readonly enough?: () => boolean
}

/** The packets of a live feed: on their way they are written down, and the feed is ended when there are enough of them. */
export class LiveOrder extends TimeOrder {
  /** Why no more packets can be written. */
  failure: CaptureFailure | undefined
  private readonly feed: LiveFeed
  private readonly options: LiveOrderOptions
  /** Packets delivered. */
  count = 0
  private over = false

  constructor(feed: LiveFeed, options: LiveOrderOptions) {
    super(feed.files)
    this.feed = feed
    this.options = options
  }

  override next(): CaptureReader | undefined {
    if (this.isOver()) return undefined
    const reader = super.next()
    if (reader === undefined) return undefined
    const { sink, until } = this.options
    if (sink !== undefined && sink.begun >= (until.files ?? Infinity) && sink.turns(reader)) return this.finish()
    this.count++
    return this.write((sink) => sink.packet(reader)) ? reader : undefined
  }

  override fill(): boolean | Promise<boolean> {
    if (this.isOver()) {
      this.close()
      return false
    }
    const filled = super.fill()
    if (typeof filled !== 'boolean') this.write((sink) => sink.flush())
    return filled
  }

  /** Also asked while no packet comes. */
  isOver(): boolean {
    if (this.over) return true
    const { enough, sink, until } = this.options
    const { packets = Infinity, bytes = Infinity } = until
    const isFull = sink !== undefined && sink.bytes >= bytes
    if (this.count >= packets || isFull || enough?.() === true) this.finish()
    return this.over
  }

  private finish(): undefined {
    this.over = true
    this.feed.stop()
  }

  /** False when that is not possible: then it is over. */
  private write(work: (sink: PacketSink) => void): boolean {
    const { sink } = this.options
    if (sink === undefined) return true
    try {
      work(sink)
      return true
    } catch (error) {
      if (!(error instanceof CaptureFailure)) throw error
      this.failure = error
      this.finish()
      return false
    }
  }
}
