import type { Conversation } from '../../conversation/conversation.ts'
import type { TimelineEvent } from '../../conversation/event.ts'
import type { Track } from '../../conversation/track.ts'
import type { Transfer } from '../../conversation/transfer.ts'
import type { Finding } from '../../rules/finding.ts'
import type { Totals } from '../totals.ts'
import type { Capture, CaptureEnd, View } from '../view.ts'
import type { Answers, Filter } from './filter.ts'

/**
 * Lets through the conversations and transfers that match: each question of the filter is put to all their events and
 * findings, one yes is a yes, and the filter combines these answers. Events and findings go on unfiltered.
 */
export class SubjectView implements View {
  readonly wantsEvents = true
  readonly ignoresTalk: boolean
  private readonly filter: Filter
  private readonly next: View
  /** About messages of conversations and about connections between two users. */
  private readonly answers = new Map<Conversation | Track, Answers>()

  constructor(filter: Filter, next: View) {
    this.filter = filter
    this.ignoresTalk = filter.ignoresTalk && next.ignoresTalk === true
    this.next = next
  }

  begin(captures: readonly Capture[]): void {
    this.next.begin(captures)
  }

  event(event: TimelineEvent): void {
    const { track, conversation } = event
    if (track.peer !== undefined) this.filter.ask(event, this.answersAbout(track))
    else if (conversation !== undefined) this.filter.ask(event, this.answersAbout(conversation))
    if (this.next.wantsEvents) this.next.event(event)
  }

  finding(finding: Finding): void {
    const { track, conversation, transfer } = finding
    const subject = conversation ?? track
    if (subject !== undefined)
      this.filter.askSubject({ track, conversation, transfer, finding }, this.answersAbout(subject))
    this.next.finding(finding)
  }

  flow(track: Track): void {
    this.next.flow(track)
  }

  conversation(conversation: Conversation): void {
    const own = this.filter.newAnswers()
    this.filter.askSubject({ track: conversation.opened.track, conversation }, own)
    for (const transfer of conversation.transfers) {
      this.filter.askSubject({ track: transfer.best.track, conversation, transfer }, own)
    }
    if (this.filter.holds([own, ...this.earlier(conversation, conversation.connections)]))
      this.next.conversation(conversation)
  }

  transfer(transfer: Transfer): void {
    const { conversation, best, views } = transfer
    const own = this.filter.newAnswers()
    this.filter.askSubject({ track: best.track, conversation, transfer }, own)
    if (
      this.filter.holds([
        own,
        ...this.earlier(
          conversation,
          views.map(({ track }) => track),
        ),
      ])
    )
      this.next.transfer(transfer)
  }

  end(totals: Totals, captures: readonly CaptureEnd[]): void {
    this.next.end(totals, captures)
  }

  flush(): void {
    this.next.flush?.()
  }

  private answersAbout(subject: Conversation | Track): Answers {
    const known = this.answers.get(subject) ?? this.filter.newAnswers()
    this.answers.set(subject, known)
    return known
  }

  private earlier(conversation: Conversation | undefined, tracks: readonly Track[]): (Answers | undefined)[] {
    return [conversation && this.answers.get(conversation), ...tracks.map((track) => this.answers.get(track))]
  }
}
