import type { Conversation } from '../../conversation/conversation.ts'
import type { Track } from '../../conversation/track.ts'
import { ladderEvent, type LadderEvent, type LadderPart } from '../../report/ladder.ts'
import { RowEvent } from './row-event.ts'
import type { Rows } from './rows.ts'
import type { Store } from './store.ts'

/** What a ladder of conversations, and of connections that belong to none, is drawn of. */
export function ladderParts(store: Store, rows: Rows, subjects: readonly (Conversation | Track)[]): LadderPart[] {
  return subjects.map((subject) => {
    const events = numbersOf(store, subject)
      .map((n) => numbered(ladderEvent(new RowEvent(store, rows.get(n))), n))
      .filter((event) => event !== undefined)
    return { subject, events, findings: store.findingsOf(subject) }
  })
}

/** Events of the messages and of the connections, in order. */
function numbersOf(store: Store, subject: Conversation | Track): number[] {
  const connections = 'cookie' in subject ? subject.connections : []
  const lists = [subject, ...connections].map((owner) => store.eventsOf(owner))
  return [...new Set(lists.flat())].sort((a, b) => a - b)
}

/** With its number in the index: events themselves count from 1. */
function numbered(event: LadderEvent | undefined, n: number): LadderEvent | undefined {
  return event && { ...event, n }
}
