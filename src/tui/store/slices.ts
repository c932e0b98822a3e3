import { setImmediate } from 'node:timers/promises'

/** Longest time that work goes on before keys and paint have their turn: a quarter of a frame, the rest is for them and the collector. */
export const SLICE_MILLISECONDS = 4

/**
 * Long work in slices:
 *
 *     const slice = new Slice()
 *     for (...) { ...; if (slice.over) await slice.next() }
 */
export class Slice {
  private until = performance.now() + SLICE_MILLISECONDS
  private calls = 0

  /** Looks at the clock now and then: that costs as much as a packet. */
  get over(): boolean {
    return (++this.calls & 31) === 0 && performance.now() >= this.until
  }

  async next(): Promise<void> {
    await setImmediate()
    this.until = performance.now() + SLICE_MILLISECONDS
  }
}
