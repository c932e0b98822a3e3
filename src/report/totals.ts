import type { Observer } from '../analyzer.ts'
import { coverageOf } from '../conversation/coverage.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import type { Track } from '../conversation/track.ts'
import type { Transfer, TransferOutcome } from '../conversation/transfer.ts'
import type { Finding, Severity } from '../rules/finding.ts'
import type { Gate, Suppression } from './gate/gate.ts'
import { Unknowns } from './unknowns.ts'

export type Counts = Record<Severity, number>

/** Where the payload bytes of OSCAR flows went. `bytes` is the sum of decoded, data and unknown; `gap` was never captured. */
export interface Coverage {
  bytes: number
  /** Frames and headers; without what is unknown in them where every message is looked at. */
  decoded: number
  /** Bodies of transferred files. */
  data: number
  /** Belongs to nothing known. */
  unknown: number
  gap: number
}

/** Wants to know of the findings that do not count as well. */
interface Listener extends Observer {
  suppressed?(finding: Finding, suppression: Suppression): void
  readonly wantsUnknowns?: boolean
}

/** Counts what goes by on its way to a view, and holds back the findings that the gate accepts. */
export class Totals implements Observer {
  readonly wantsEvents: boolean
  readonly ignoresTalk: boolean
  flows = 0
  /** Connections that are TLS. */
  encrypted = 0
  frames = 0
  /** Undefined when nobody looks at every frame. */
  snacs: number | undefined
  conversations = 0
  transfers = 0
  readonly findings: Counts = { error: 0, warning: 0, note: 0 }
  /** Of them, those the capture proves. */
  readonly certain: Counts = { error: 0, warning: 0, note: 0 }
  /** Stretches of OSCAR connections that were not captured. */
  holes = 0
  /** Those that do not count, and are in neither of the above. */
  readonly suppressed: Counts = { error: 0, warning: 0, note: 0 }
  readonly coverage: Coverage = { bytes: 0, decoded: 0, data: 0, unknown: 0, gap: 0 }
  /** Undefined when nobody asks for them: every message has to be decoded. */
  readonly unknowns: Unknowns | undefined
  /** Transfers that an error was found in. */
  faulty = 0
  /** What became of the others. */
  readonly clean: Record<TransferOutcome, number> = { complete: 0, skipped: 0, cancelled: 0, aborted: 0, unfinished: 0 }
  private readonly accused = new WeakSet<Transfer>()
  private readonly next: Listener
  private readonly gate: Pick<Gate, 'judge'> | undefined

  constructor(next: Listener, gate?: Pick<Gate, 'judge'>) {
    this.next = next
    this.gate = gate
    this.wantsEvents = next.wantsEvents
    this.ignoresTalk = next.ignoresTalk === true
    this.unknowns = next.wantsUnknowns === true ? new Unknowns() : undefined
    this.snacs = next.wantsEvents ? 0 : undefined
  }

  event(event: TimelineEvent): void {
    if (event.foodgroup >= 0) this.snacs!++
    if (this.unknowns !== undefined) this.look(event, this.unknowns)
    this.next.event(event)
  }

  flow(track: Track): void {
    this.flows++
    if (track.protocol === 'tls') this.encrypted++
    this.frames += track.frames(0) + track.frames(1)
    this.cover(track)
    this.next.flow(track)
  }

  conversation(conversation: Conversation): void {
    this.conversations++
    this.next.conversation(conversation)
  }

  transfer(transfer: Transfer): void {
    this.transfers++
    if (this.accused.has(transfer)) this.faulty++
    else this.clean[transfer.outcome]++
    this.next.transfer(transfer)
  }

  finding(finding: Finding): void {
    const suppression = this.gate?.judge(finding)
    if (suppression !== undefined) {
      this.suppressed[finding.severity]++
      this.next.suppressed?.(finding, suppression)
      return
    }
    this.findings[finding.severity]++
    if (finding.certainty === 'sure') this.certain[finding.severity]++
    if (finding.severity === 'error' && finding.transfer !== undefined) this.accused.add(finding.transfer)
    this.next.finding(finding)
  }

  /** What is unknown inside of frames that were counted for decoded, or will be. */
  private look(event: TimelineEvent, unknowns: Unknowns): void {
    const before = unknowns.bytes
    unknowns.see(event)
    this.coverage.unknown += unknowns.bytes - before
    this.coverage.decoded -= unknowns.bytes - before
  }

  private cover(track: Track): void {
    const { coverage } = this
    const { bytes, decoded, data, unknown, gap } = coverageOf(track)
    if (bytes + gap > 0) this.holes += track.flow.stream0.gapCount + track.flow.stream1.gapCount
    coverage.bytes += bytes
    coverage.decoded += decoded
    coverage.data += data
    coverage.unknown += unknown
    coverage.gap += gap
  }
}
