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
  /** Stretches of OSCAR streams that are missing, and their bytes. */
  readonly holes: number
  readonly holeBytes: number
  /** Captured bytes of OSCAR connections, and those of them that are in frames, headers or files. */
  readonly bytes: number
  readonly understood: number
  /** Bytes written by `-w`, and what is left on that disk. */
  readonly written: number | undefined
  readonly diskLeft: number | undefined
}

interface FlowSums {
  holes: number
  holeBytes: number
  bytes: number
  understood: number
}

/** Sums over the connections that are over, kept as they leave, and over those that are there. */
export class StatusKeeper {
  private readonly gone: FlowSums = { holes: 0, holeBytes: 0, bytes: 0, understood: 0 }
  private readonly analyzer: Analyzer
  private readonly feed: LiveFeed
  private readonly sink: PacketSink | undefined
  private readonly directory: string | undefined

  constructor(analyzer: Analyzer, feed: LiveFeed, sink: PacketSink | undefined, path: string | undefined) {
    this.analyzer = analyzer
    this.feed = feed
    this.sink = sink
    this.directory = path === undefined || path === '-' ? undefined : dirname(resolve(path))
  }

  /** A connection has left. */
  flow(track: Track): void {
    addTo(this.gone, track)
  }

  now(): LiveStatus {
    const { analyzer, feed, sink } = this
    const sums = { ...this.gone }
    for (const { attachment } of analyzer.network.tcp.table.values())
      if (attachment instanceof Track) addTo(sums, attachment)
    return {
      label: feed.label,
      seen: analyzer.clock.packet,
      droppedByKernel: feed.droppedByKernel,
      droppedHere: feed.droppedHere,
      ...sums,
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

function addTo(sums: FlowSums, track: Track): void {
  const { bytes, decoded, data, gap } = coverageOf(track)
  if (bytes + gap === 0) return
  sums.bytes += bytes
  sums.understood += decoded + data
  sums.holes += track.flow.stream0.gapCount + track.flow.stream1.gapCount
  sums.holeBytes += gap
}
