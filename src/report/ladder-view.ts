import type { Conversation } from '../conversation/conversation.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import type { Track } from '../conversation/track.ts'
import type { Transfer } from '../conversation/transfer.ts'
import type { Finding } from '../rules/finding.ts'
import { ladder, ladderEvent, type Ladder, type LadderEvent } from './ladder.ts'
import { orphanOf } from './orphan.ts'
import { partiesOf, peopleOf, type People } from './people.ts'
import { QuietView } from './view.ts'

/** One ladder to draw: `id` is what the command line calls it. */
export interface DrawnLadder {
  readonly id: string
  /** Of a connection without one, a conversation that holds nothing else. */
  readonly conversation: Conversation
  readonly people: People
  readonly outcome: string
  readonly ladder: Ladder
}

/** Keeps what ladders are drawn from: messages and peer connections of conversations, and what was found about them. */
export class LadderView extends QuietView {
  readonly wantsEvents = true
  override readonly ignoresTalk = true
  private readonly events: { readonly event: LadderEvent; readonly conversation: Conversation | undefined }[] = []
  private readonly findings: Finding[] = []
  private readonly conversations: Conversation[] = []
  private readonly orphans = new Map<Track, Transfer>()

  override event(event: TimelineEvent): void {
    const kept = ladderEvent(event)
    if (kept !== undefined) this.events.push({ event: kept, conversation: event.conversation })
  }

  override finding(finding: Finding): void {
    this.findings.push(finding)
  }

  override conversation(conversation: Conversation): void {
    this.conversations.push(conversation)
  }

  override transfer(transfer: Transfer): void {
    const { track } = transfer.best
    if (transfer.conversation === undefined && !this.orphans.has(track)) this.orphans.set(track, transfer)
  }

  /** Every conversation and every connection of a transfer without one, or the one that is asked for. */
  ladders(id?: string): DrawnLadder[] {
    const wanted = (name: string): boolean => id === undefined || id === name
    const drawn: DrawnLadder[] = []
    for (const conversation of this.conversations.toSorted((left, right) => left.id - right.id)) {
      const name = String(conversation.id)
      if (wanted(name))
        drawn.push({ id: name, conversation, ...aboutConversation(conversation), ladder: this.draw(conversation) })
    }
    for (const [track, transfer] of this.orphans) {
      const name = `t${transfer.id}`
      if (!wanted(name)) continue
      const { outcome } = transfer
      drawn.push({
        id: name,
        conversation: orphanOf(transfer),
        people: peopleOf(transfer),
        outcome,
        ladder: this.draw(track),
      })
    }
    return drawn
  }

  private draw(subject: Conversation | Track): Ladder {
    // Which conversation a connection belongs to may have become known after its events.
    const events = this.events.filter(
      ({ event, conversation }) => event.track === subject || (event.track.conversation ?? conversation) === subject,
    )
    const findings = this.findings.filter(({ conversation, track }) => (conversation ?? track) === subject)
    return ladder([{ subject, events: events.map(({ event }) => event), findings }])
  }
}

function aboutConversation(conversation: Conversation): { readonly people: People; readonly outcome: string } {
  return { people: partiesOf(conversation), outcome: conversation.outcome }
}
