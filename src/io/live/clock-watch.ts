/** Smaller differences are what time synchronisation does all day. Milliseconds. */
const STEP = 500

/**
 * Notices that the wall clock, which stamps packets, jumped: it is held against one that only goes forward. A suspended
 * machine looks like a jump forward.
 */
export class ClockWatch {
  private readonly wall: () => number
  private readonly steady: () => number
  private offset: number

  constructor(wall = () => Date.now(), steady = () => performance.now()) {
    this.wall = wall
    this.steady = steady
    this.offset = wall() - steady()
  }

  /** Milliseconds that the clock was set forward (or back, negative) since the last call; undefined when it was not. */
  look(): number | undefined {
    const offset = this.wall() - this.steady()
    const step = offset - this.offset
    this.offset = offset
    return Math.abs(step) >= STEP ? step : undefined
  }
}
