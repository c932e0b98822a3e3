import type { Conversation } from '../conversation/conversation.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import type { Track } from '../conversation/track.ts'
import type { Transfer } from '../conversation/transfer.ts'
import type { Finding } from '../rules/finding.ts'
import type { JsonRecord, Records } from './records.ts'
import type { Totals } from './totals.ts'
import type { Capture, CaptureEnd, View, Write } from './view.ts'

/** Kinds of records between the first and the last, with the name of their array in `-T json`. */
export const ARRAYS = {
  event: 'events',
  finding: 'findings',
  flow: 'flows',
  conversation: 'conversations',
  transfer: 'transfers',
} as const

export type RecordKind = keyof typeof ARRAYS

/** One JSON object a line, as things become known. */
export class NdjsonView implements View {
  readonly wantsEvents: boolean
  readonly wantsUnknowns: boolean
  protected readonly records: Records
  protected readonly write: Write
  private readonly kinds: ReadonlySet<RecordKind>

  constructor(records: Records, kinds: readonly RecordKind[], write: Write) {
    this.records = records
    this.kinds = new Set(kinds)
    this.write = write
    this.wantsEvents = this.wantsUnknowns = this.kinds.has('event')
  }

  begin(captures: readonly Capture[]): void {
    this.line(this.records.capture(captures))
  }

  event(event: TimelineEvent): void {
    this.record('event', this.records.event(event))
  }

  flow(track: Track): void {
    if (this.kinds.has('flow')) this.record('flow', this.records.flow(track))
  }

  conversation(conversation: Conversation): void {
    if (this.kinds.has('conversation')) this.record('conversation', this.records.conversation(conversation))
  }

  transfer(transfer: Transfer): void {
    if (this.kinds.has('transfer')) this.record('transfer', this.records.transfer(transfer))
  }

  finding(finding: Finding): void {
    if (this.kinds.has('finding')) this.record('finding', this.records.finding(finding))
  }

  end(totals: Totals, captures: readonly CaptureEnd[]): void {
    this.line(this.records.summary(totals, captures))
  }

  protected record(_kind: RecordKind, record: JsonRecord): void {
    this.line(record)
  }

  private line(record: JsonRecord): void {
    this.write(`${JSON.stringify(record)}\n`)
  }
}

/**
 * One JSON object: `capture`, an array of each kind of record, `summary`. Events are written as they come; the other
 * records, few in comparison, are kept until their array's turn.
 */
export class JsonView extends NdjsonView {
  private readonly later = new Map<RecordKind, string[]>()
  private readonly open: RecordKind
  private first = true

  constructor(records: Records, kinds: readonly RecordKind[], write: Write) {
    super(records, kinds, write)
    this.open = kinds[0]!
    for (const kind of kinds.slice(1)) this.later.set(kind, [])
  }

  override begin(captures: readonly Capture[]): void {
    this.write(`{"capture":${JSON.stringify(this.records.capture(captures))},\n"${ARRAYS[this.open]}":[`)
  }

  override end(totals: Totals, captures: readonly CaptureEnd[]): void {
    this.write(this.first ? ']' : '\n]')
    for (const [kind, records] of this.later) {
      this.write(`,\n"${ARRAYS[kind]}":[`)
      records.forEach((record, at) => this.write(`${at === 0 ? '\n' : ',\n'}${record}`))
      this.write(records.length === 0 ? ']' : '\n]')
    }
    this.write(`,\n"summary":${JSON.stringify(this.records.summary(totals, captures))}}\n`)
  }

  protected override record(kind: RecordKind, record: JsonRecord): void {
    const text = JSON.stringify(record)
    const kept = this.later.get(kind)
    if (kept !== undefined) {
      kept.push(text)
      return
    }
    this.write(`${this.first ? '\n' : ',\n'}${text}`)
    this.first = false
  }
}
