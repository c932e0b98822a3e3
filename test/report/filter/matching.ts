import { Analyzer } from '../../../src/analyzer.ts'
import { Clock } from '../../../src/clock.ts'
import type { TimelineEvent } from '../../../src/conversation/event.ts'
import { compileFilter, isProblem, type Filter } from '../../../src/report/filter/index.ts'
import type { View } from '../../../src/report/view.ts'
import { Totals } from '../../../src/report/totals.ts'
import { feed } from '../../support/feed.ts'

/** Runs the analysis of a capture into a view. */
export function into(capture: Uint8Array, view: View, clock = new Clock()): Clock {
  const totals = new Totals(view)
  const analyzer = new Analyzer(totals, { clock })
  feed(analyzer, capture)
  view.end(totals, [])
  return clock
}

/** The filter, which has to be one. */
export function filterOf(text: string, clock = new Clock()): Filter {
  const filter = compileFilter(text, clock)
  if (isProblem(filter)) throw new Error(`${text}: ${filter.message} at ${filter.at}`)
  return filter
}

/** Names of the events that match, with their numbers: `12 PROMPT`. */
export function matches(capture: Uint8Array, text: string): string[] {
  const clock = new Clock()
  const filter = filterOf(text, clock)
  const found: string[] = []
  everyEvent(
    capture,
    (event) => {
      if (filter.matches(event)) found.push(`${event.n} ${event.name}`)
    },
    clock,
  )
  return found
}

export function everyEvent(capture: Uint8Array, see: (event: TimelineEvent) => void, clock = new Clock()): void {
  const view: View = {
    wantsEvents: true,
    begin() {},
    event: see,
    flow() {},
    conversation() {},
    transfer() {},
    finding() {},
    end() {},
  }
  into(capture, view, clock)
}
