/**
 * Which packet the program is looking at. One object for the life of an analysis, written by the capture loop and read by
 * whoever needs to say where something was seen, so that no stage passes six numbers through every call.
 */
export class Clock {
  /** Number of the packet, from 1, over all files in time order. */
  packet = 0
  /** Its time: seconds since 1970 UTC and nanoseconds. */
  seconds = 0
  nanos = 0
  /** Number of the packet that carried the bytes being delivered: differs from `packet` when a hole before them was just filled. */
  carrier = 0
  /** Time of the first packet, the zero of relative times; -1 before it. */
  firstSeconds = -1
  firstNanos = 0

  /** Seconds as a number, exact to about a microsecond: for intervals, never for output. */
  get now(): number {
    return this.seconds + this.nanos / 1e9
  }
}
