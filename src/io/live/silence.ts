import type { Analyzer } from '../../analyzer.ts'

/** How far the time of a packet may be from the present that it is said to come from, seconds. */
const PRESENT = 5
/** Packets that are on their way are given so many looks. */
const PATIENCE = 2

/**
 * Lets time go by for the analysis while no packet does, so that what it waits for before it judges is not waited for in
 * vain. Only where packets come as they happen: a slow pipe with an old capture says nothing about time.
 */
export class Silence {
  private packets = 0
  private looks = 0

  /** To be called once a second. */
  pass({ clock, registry }: Analyzer, now = Date.now() / 1000): void {
    this.looks = clock.packet === this.packets ? this.looks + 1 : 0
    this.packets = clock.packet
    const age = now - clock.seconds - this.looks
    if (clock.packet === 0 || this.looks < PATIENCE || Math.abs(age) > PRESENT) return
    registry.tick(clock.seconds + this.looks - 1)
  }
}
