import type { Analyzer } from '../../analyzer.ts'
import { ClockWatch } from './clock-watch.ts'
import type { LiveFeed, Notify } from './live-feed.ts'
import type { LiveOrder } from './live-order.ts'
import { Silence } from './silence.ts'

const TICK = 1_000

/** What is looked after once a second, whether packets come or not: interfaces, counters, the clock, a time limit. */
export class LiveWatch {
  private readonly feed: LiveFeed
  private readonly order: LiveOrder
  private readonly notify: Notify
  private readonly clock = new ClockWatch()
  private readonly timer: NodeJS.Timeout
  private readonly deadline: NodeJS.Timeout | undefined
  private readonly silence = new Silence()

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

  /** To be called at every tick. */
  passTime(analyzer: Analyzer): void {
    this.silence.pass(analyzer)
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
