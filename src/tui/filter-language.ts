import { Clock } from '../clock.ts'
import { compileFilter, completions, isProblem } from '../report/filter/index.ts'
import { listen, Talk } from '../conversation/talk.ts'
import type { Track } from '../conversation/track.ts'
import type { Finding } from '../rules/finding.ts'
import type { FilterLanguage } from './filter-port.ts'
import { RowEvent } from './store/row-event.ts'
import type { Store } from './store/store.ts'

/** The filter language of the command line, over the events of a store; an event has the findings that are known about it. */
export function filterLanguage(store: Store): FilterLanguage {
  const findings = new FindingsByEvent(store)
  return {
    compile(text) {
      const clock = new Clock()
      const filter = compileFilter(text, clock)
      if (isProblem(filter)) return filter
      const talks = new Map<Track, Talk>()
      return {
        text,
        matches: (subject) => {
          const { firstSeconds = -1, firstNanos = 0 } = store.analyzer?.clock ?? {}
          clock.firstSeconds = firstSeconds
          clock.firstNanos = firstNanos
          const event = new RowEvent(store, subject)
          if (!filter.ignoresTalk) listen(event, talkOf(talks, event.track))
          return filter.matchesWith(event, findings.about(subject.n))
        },
      }
    },
    complete: (word) => completions(word),
  }
}

function talkOf(talks: Map<Track, Talk>, track: Track): Talk {
  const talk = talks.get(track) ?? new Talk()
  talks.set(track, talk)
  return talk
}

/** Which findings are about an event; looks at each finding once. */
class FindingsByEvent {
  private readonly store: Store
  private readonly found = new Map<number, Finding[]>()
  private known = 0

  constructor(store: Store) {
    this.store = store
  }

  about(n: number): readonly Finding[] {
    const { findings } = this.store
    for (; this.known < findings.length; this.known++) {
      const finding = findings[this.known]!
      const event = this.store.eventOfFinding(finding)
      if (event === undefined) continue
      const list = this.found.get(event)
      if (list === undefined) this.found.set(event, [finding])
      else list.push(finding)
    }
    return this.found.get(n) ?? []
  }
}
