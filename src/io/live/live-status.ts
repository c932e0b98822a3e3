import type { Analyzer } from '../../analyzer.ts'
import { statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { coverageOf } from '../../conversation/coverage.ts'
import { Track } from '../../conversation/track.ts'
import type { LiveFeed } from './live-feed.ts'
import type { Totals } from '../../report/totals.ts'
import type { PacketSink } from './packet-sink.ts'

/** What a live capture always says of itself. */
export interface LiveStatus {
  /** `eth0 (tcpdump)`. */
  readonly label: string
  /** Packets analysed. */
  readonly seen: number
  /** Packets the kernel had no room for; undefined: the capturing program tells at its end, or never. */
  readonly droppedByKernel: number | undefined
  /** Packets dropped between the kernel and the analysis because that was slow. */
  readonly droppedHere: number
  /** Of OSCAR connections. */
  readonly flows: FlowSums
  /** Bytes written by `-w`, and what is left on that disk. */
  readonly written: number | undefined
  readonly diskLeft: number | undefined
}

export interface FlowSums {
  /** Stretches of their streams that are missing, and their bytes. */
  holes: number
  holeBytes: number
  /** Captured bytes, and those of them that are in frames, headers or files. */
  bytes: number
  understood: number
}

/** Puts the status together. */
export class StatusKeeper {
  private readonly feed: LiveFeed
  private readonly sink: PacketSink | undefined
  private readonly directory: string | undefined

  constructor(feed: LiveFeed, sink: PacketSink | undefined, path: string | undefined) {
    this.feed = feed
    this.sink = sink
    this.directory = path === undefined || path === '-' ? undefined : dirname(resolve(path))
  }

  now(analyzer: Analyzer, totals: Totals): LiveStatus {
    const { feed, sink } = this
    return {
      label: feed.label,
      seen: analyzer.clock.packet,
      droppedByKernel: feed.droppedByKernel,
      droppedHere: feed.droppedHere,
      flows: flowSums(analyzer, totals),
      written: sink?.bytes,
      diskLeft: this.diskLeft(),
    }
  }

  private diskLeft(): number | undefined {
    if (this.directory === undefined) return undefined
    try {
      const { bavail, bsize } = statfsSync(this.directory)
      return bavail * bsize
    } catch {
      return undefined
    }
  }
}

/** Over the connections that are over, which the totals have, and those that are there. */
function flowSums(analyzer: Analyzer, { holes, coverage }: Totals): FlowSums {
  const sums = {
    holes,
    holeBytes: coverage.gap,
    bytes: coverage.bytes,
    understood: coverage.decoded + coverage.data,
  }
  for (const { attachment } of analyzer.network.tcp.table.values()) {
    if (attachment instanceof Track) addTo(sums, attachment)
  }
  return sums
}

function addTo(sums: FlowSums, track: Track): void {
  const { bytes, decoded, data, gap } = coverageOf(track)
  if (bytes + gap === 0) return
  sums.bytes += bytes
  sums.understood += decoded + data
  sums.holes += track.flow.stream0.gapCount + track.flow.stream1.gapCount
  sums.holeBytes += gap
}
