import type { Analyzer } from '../../analyzer.ts'
import { ClockWatch } from './clock-watch.ts'
import type { LiveFeed, Notify } from './live-feed.ts'
import type { LiveOrder } from './live-order.ts'

const TICK = 1_000

/** What is looked after once a second, whether packets come or not: interfaces, counters, the clock, a time limit. */
export class LiveWatch {
  private readonly feed: LiveFeed
  private readonly order: LiveOrder
  private readonly notify: Notify
  private readonly clock = new ClockWatch()
  private readonly timer: NodeJS.Timeout
  private readonly deadline: NodeJS.Timeout | undefined
  private packets = 0
  private silentTicks = 0

  /** `seconds`: how long the feed may run. `tick` is called at the end of every tick, and given the analyzer if there is one yet. */
  constructor(feed: LiveFeed, order: LiveOrder, notify: Notify, seconds: number | undefined, tick: () => void) {
    this.feed = feed
    this.order = order
    this.notify = notify
    this.timer = setInterval(() => {
      this.look()
      tick()
    }, TICK)
    if (seconds !== undefined) this.deadline = setTimeout(() => feed.stop(), seconds * 1000)
  }

  end(): void {
    clearInterval(this.timer)
    clearTimeout(this.deadline)
  }

  /**
   * Lets time go by for the analysis while no packet does, so that what it waits for before it judges is not waited for in
   * vain. Packets that are on their way are given two ticks.
   */
  passTime({ clock, registry }: Analyzer): void {
    this.silentTicks = clock.packet === this.packets ? this.silentTicks + 1 : 0
    this.packets = clock.packet
    if (clock.packet > 0 && this.silentTicks >= 2) registry.tick(clock.seconds + this.silentTicks - 1)
    this.order.isOver()
  }

  private look(): void {
    this.feed.tick()
    const step = this.clock.look()
    if (step !== undefined) this.notify(clockStepText(step))
  }
}

function clockStepText(milliseconds: number): string {
  const seconds = Math.abs(milliseconds / 1000).toFixed(1)
  const how = milliseconds < 0 ? `set back by ${seconds} s` : `set forward by ${seconds} s, or this machine slept`
  return `the clock was ${how}: times before and after do not compare`
}
