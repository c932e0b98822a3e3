import type { Conversation } from '../../conversation/conversation.ts'
import type { TimelineEvent } from '../../conversation/event.ts'
import type { Track } from '../../conversation/track.ts'
import type { Transfer } from '../../conversation/transfer.ts'
import type { Finding } from '../../rules/finding.ts'
import type { Suppression } from '../gate/gate.ts'
import type { Counts, Totals } from '../totals.ts'
import type { Capture, CaptureEnd, View } from '../view.ts'
import type { Filter } from './filter.ts'

/**
 * Lets through the events that match, the findings that match or are about an event that did, and of connections, conversations
 * and transfers those that something was shown of.
 */
export class FilterView implements View {
  readonly wantsEvents = true
  readonly ignoresTalk: boolean
  readonly wantsUnknowns: boolean
  /** Findings that were let through; of them, those the capture proves. */
  readonly findings: Counts = { error: 0, warning: 0, note: 0 }
  readonly certain: Counts = { error: 0, warning: 0, note: 0 }
  private readonly filter: Filter
  private readonly next: View
  private readonly packets = new NumberSet()
  private readonly shown = new WeakSet<Conversation | Track>()
  /** A rule may speak before the event it speaks about is shown: until then its findings wait. */
  private readonly waiting: Finding[] = []

  constructor(filter: Filter, next: View) {
    this.filter = filter
    this.ignoresTalk = filter.ignoresTalk && next.ignoresTalk === true
    this.wantsUnknowns = next.wantsUnknowns === true
    this.next = next
  }

  begin(captures: readonly Capture[]): void {
    this.next.begin(captures)
  }

  event(event: TimelineEvent): void {
    const matches = this.filter.matches(event)
    if (matches) {
      for (const packet of event.carriedBy) this.packets.add(packet)
      this.show(event.track, event.conversation)
    }
    this.settle()
    if (matches && this.next.wantsEvents) this.next.event(event)
  }

  finding(finding: Finding): void {
    this.waiting.push(finding)
  }

  suppressed(finding: Finding, suppression: Suppression): void {
    this.next.suppressed?.(finding, suppression)
  }

  flow(track: Track): void {
    this.settle()
    if (this.shown.has(track)) this.next.flow(track)
  }

  conversation(conversation: Conversation): void {
    this.settle()
    if (this.hasShown(conversation, conversation.connections)) this.next.conversation(conversation)
  }

  transfer(transfer: Transfer): void {
    this.settle()
    const tracks = transfer.views.map(({ track }) => track)
    if (this.hasShown(transfer.conversation, tracks)) this.next.transfer(transfer)
  }

  end(totals: Totals, captures: readonly CaptureEnd[]): void {
    this.settle()
    this.next.end(totals, captures)
  }

  flush(): void {
    this.next.flush?.()
  }

  private settle(): void {
    for (const finding of this.waiting) this.judge(finding)
    this.waiting.length = 0
  }

  private judge(finding: Finding): void {
    const { track, conversation, severity, certainty, packets } = finding
    const { transfer } = finding
    const about = packets.some((packet) => this.packets.has(packet))
    if (
      !about &&
      !this.filter.matchesSubject({ track: track ?? conversation?.opened.track, conversation, transfer, finding })
    )
      return
    this.findings[severity]++
    if (certainty === 'sure') this.certain[severity]++
    this.show(track, conversation)
    this.next.finding(finding)
  }

  private show(track: Track | undefined, conversation: Conversation | undefined): void {
    if (track !== undefined) this.shown.add(track)
    if (conversation !== undefined) this.shown.add(conversation)
  }

  private hasShown(conversation: Conversation | undefined, tracks: readonly Track[]): boolean {
    return (conversation !== undefined && this.shown.has(conversation)) || tracks.some((track) => this.shown.has(track))
  }
}

/** Whole numbers, one bit each: packets of a capture lie close together. */
class NumberSet {
  private bits = new Uint8Array(1 << 10)

  add(number: number): void {
    const at = number >>> 3
    if (at >= this.bits.length) {
      const more = new Uint8Array(Math.max(at + 1, this.bits.length * 2))
      more.set(this.bits)
      this.bits = more
    }
    this.bits[at]! |= 1 << (number & 7)
  }

  has(number: number): boolean {
    return ((this.bits[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0
  }
}
