import type { Analyzer } from '../../analyzer.ts'
import { statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { coverageOf } from '../../conversation/coverage.ts'
import { Track } from '../../conversation/track.ts'
import type { LiveFeed } from './live-feed.ts'
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
  /** Of OSCAR connections; undefined where the analysis is in other hands. */
  readonly flows: FlowSums | undefined
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

/** Sums over the connections that are over, kept as they leave, and over those that are there. */
export class StatusKeeper {
  private readonly gone: FlowSums = { holes: 0, holeBytes: 0, bytes: 0, understood: 0 }
  private readonly feed: LiveFeed
  private readonly sink: PacketSink | undefined
  private readonly directory: string | undefined

  constructor(feed: LiveFeed, sink: PacketSink | undefined, path: string | undefined) {
    this.feed = feed
    this.sink = sink
    this.directory = path === undefined || path === '-' ? undefined : dirname(resolve(path))
  }

  /** A connection has left. */
  flow(track: Track): void {
    addTo(this.gone, track)
  }

  /** `seen` packets; with the analyzer also what became of the connections. */
  now(seen: number, analyzer?: Analyzer): LiveStatus {
    const { feed, sink } = this
    return {
      label: feed.label,
      seen,
      droppedByKernel: feed.droppedByKernel,
      droppedHere: feed.droppedHere,
      flows: analyzer && this.sums(analyzer),
      written: sink?.bytes,
      diskLeft: this.diskLeft(),
    }
  }

  private sums(analyzer: Analyzer): FlowSums {
    const sums = { ...this.gone }
    for (const { attachment } of analyzer.network.tcp.table.values()) {
      if (attachment instanceof Track) addTo(sums, attachment)
    }
    return sums
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

function addTo(sums: FlowSums, track: Track): void {
  const { bytes, decoded, data, gap } = coverageOf(track)
  if (bytes + gap === 0) return
  sums.bytes += bytes
  sums.understood += decoded + data
  sums.holes += track.flow.stream0.gapCount + track.flow.stream1.gapCount
  sums.holeBytes += gap
}
