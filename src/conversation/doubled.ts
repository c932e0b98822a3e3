import type { Track } from './track.ts'

/** Of the bytes of a side. */
const SHARE = 0.75
/** A single small frame is repeated by chance. */
const LEAST_BYTES = 100

/** Connections of which nearly everything was captured more than once. */
export class Doubled {
  connections = 0
  /** Bytes of them, and how many of these came again. */
  bytes = 0
  again = 0

  /** A connection is over. A sender that repeats itself does not repeat everything, and not on both sides. */
  see({ flow }: Track): void {
    const speaking = [flow.stream0, flow.stream1].filter(({ captured }) => captured > 0)
    const bytes = speaking.reduce((sum, { captured }) => sum + captured, 0)
    if (bytes < LEAST_BYTES || speaking.some(({ repeated, captured }) => repeated < captured * SHARE)) return
    this.connections++
    for (const { captured, repeated } of speaking) {
      this.bytes += captured
      this.again += repeated
    }
  }
}
