import type { Side } from '../network/flow.ts'
import type { Track } from './track.ts'

/**
 * Where the bytes of an OSCAR connection went. `decoded`, `data` and `unknown` add up to `bytes`; with `repeated` and
 * `undelivered` these are all TCP payload bytes that were captured of it.
 */
export interface Coverage {
  /** Captured stream bytes, each counted once. */
  readonly bytes: number
  /** In frames and headers. */
  readonly decoded: number
  /** In the bodies of files. */
  readonly data: number
  /** In neither: junk, parts of frames, strays. */
  readonly unknown: number
  /** That the streams had and the capture has not. */
  readonly gap: number
  /** That were captured again. */
  readonly repeated: number
  /** That reached nobody: behind a hole that a reset left, behind the end, or far off. */
  readonly undelivered: number
}

export const NO_COVERAGE: Coverage = { bytes: 0, decoded: 0, data: 0, unknown: 0, gap: 0, repeated: 0, undelivered: 0 }

/** Coverage of a connection that is over; zeros for one that is no OSCAR. */
export function coverageOf(track: Track): Coverage {
  if (track.plain !== 'flap' && track.peer === undefined && track.tunnel === undefined) return NO_COVERAGE
  return sumOf(([0, 1] as const).map((side) => coverageOfSide(track, side)))
}

export function sumOf(all: readonly Coverage[]): Coverage {
  const sum = { ...NO_COVERAGE }
  for (const one of all) for (const key of KEYS) sum[key] += one[key]
  return sum
}

const KEYS = Object.keys(NO_COVERAGE) as (keyof Coverage)[]

function coverageOfSide(track: Track, side: Side): Coverage {
  const { captured, gapBytes: gap, repeated, undelivered } = track.flow.stream(side)
  // What travels inside of it is counted there.
  const bytes = captured - (track.tunnel?.passed[side] ?? 0)
  const data = track.peer?.data(side) ?? 0
  const decoded = decodedBytes(track, side, bytes)
  return { bytes, decoded, data, unknown: bytes - decoded - data, gap, repeated, undelivered }
}

/** Of the `bytes` of a side, those in frames, headers and records. */
function decodedBytes({ peer, tunnel, flaps }: Track, side: Side, bytes: number): number {
  if (peer !== undefined) return peer.decoded(side)
  if (tunnel !== undefined) return bytes - tunnel.unknown(side)
  const flap = flaps[side]
  return flap === undefined ? 0 : bytes - flap.unknown + flap.cut
}
