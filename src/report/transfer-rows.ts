import { find, type Node } from '../bytes/node.ts'
import type { Conversation } from '../conversation/conversation.ts'
import { rail, stepMarks } from '../conversation/steps.ts'
import type { Transfer } from '../conversation/transfer.ts'
import type { Finding, Severity } from '../rules/finding.ts'
import { humanBytes } from './amount.ts'
import { nameOf } from './finding-text.ts'
import { partiesOf, peopleOf, programsOf, programsText, type People } from './people.ts'
import { SEVERITY_SIGNS, type Paint } from './signs.ts'
import type { Totals } from './totals.ts'
import { QuietView } from './view.ts'
import { Wholes } from './whole.ts'

/** A file transfer, or an offer of one that came to nothing: a row of the home view. */
export interface TransferRow extends People {
  /** What `ladder` takes: the conversation's number, `t2` for a connection without one; with several files `1.2`. */
  readonly id: string
  readonly seconds: number
  readonly nanos: number
  readonly name: string
  /** Undefined when nobody said. */
  readonly size: number | undefined
  /** Thirteen marks. */
  readonly steps: string
  readonly state: string
  /** `libpurple 2.10.9 → joscar` */
  readonly programs: string
  readonly findings: Readonly<Record<Severity, number>>
}

/** Collects the rows of `transfers`. */
export class TransferRows extends QuietView {
  readonly wantsEvents = false
  private readonly found: TransferRow[] = []
  private readonly findings = new WeakMap<Transfer, Record<Severity, number>>()
  private readonly shared = new WeakMap<Conversation, Record<Severity, number>>()
  private readonly wholes = new Wholes()

  /** In time order. */
  get rows(): readonly TransferRow[] {
    return this.found.toSorted((left, right) => left.seconds - right.seconds || left.nanos - right.nanos)
  }

  override finding({ transfer, conversation, severity }: Finding): void {
    if (transfer !== undefined) tally(this.findings, transfer)[severity]++
    else if (conversation !== undefined) tally(this.shared, conversation)[severity]++
  }

  override conversation(conversation: Conversation): void {
    const { serviceName, transfers, opened } = conversation
    if (transfers.length > 0 || !FILE_SERVICES.has(serviceName)) return
    this.found.push({
      id: String(conversation.id),
      seconds: opened.seconds,
      nanos: opened.nanos,
      ...partiesOf(conversation),
      ...offered(conversation),
      steps: rail(stepMarks(conversation)),
      state: conversation.outcome,
      programs: programsText(programsOf(conversation)),
      findings: tally(this.shared, conversation),
    })
  }

  override transfer(transfer: Transfer): void {
    const { conversation, best } = transfer
    const { opened, isFolder, steps, programs } = this.wholes.of(transfer)
    const number = conversation === undefined ? `t${transfer.id}` : String(conversation.id)
    const own = tally(this.findings, transfer)
    const all = conversation === undefined ? own : sum(own, tally(this.shared, conversation))
    this.found.push({
      id: isFolder ? `${number}.${transfer.index + 1}` : number,
      seconds: opened.seconds,
      nanos: opened.nanos,
      ...peopleOf(transfer),
      name: nameOf(transfer),
      size: best.file.size,
      steps,
      state: transfer.outcome,
      programs: programsText(programs),
      findings: all,
    })
  }
}

/** `complete ✗2 ▲1` */
export function stateText({ state, findings }: TransferRow, paint: Paint): string {
  const marks = (['error', 'warning', 'note'] as const)
    .filter((severity) => findings[severity] > 0)
    .map((severity) => ` ${paint(severity, `${SEVERITY_SIGNS[severity]}${findings[severity]}`)}`)
  return state + marks.join('')
}

/** Cells of a row under `#  Start  From → To  File  Size  Steps 1…13  State  Programs`. */
export function transferCells(row: TransferRow, start: string, paint: Paint): string[] {
  const size = row.size === undefined ? '' : humanBytes(row.size)
  return [
    row.id,
    start,
    `${row.sender} → ${row.receiver}`,
    row.name,
    size,
    row.steps,
    stateText(row, paint),
    row.programs,
  ]
}

/** `4 transfers: 1 complete, ...` is the summary line's business; this says that there were none, and what there was. */
export function noTransfers({ flows, conversations }: Totals): string {
  return `no file transfers in ${flows} connections and ${conversations} conversations`
}

const FILE_SERVICES = new Set(['send-file', 'get-file'])

function tally<K extends object>(counts: WeakMap<K, Record<Severity, number>>, key: K): Record<Severity, number> {
  const known = counts.get(key)
  if (known !== undefined) return known
  const fresh = { error: 0, warning: 0, note: 0 }
  counts.set(key, fresh)
  return fresh
}

function sum(left: Record<Severity, number>, right: Record<Severity, number>): Record<Severity, number> {
  return { error: left.error + right.error, warning: left.warning + right.warning, note: left.note + right.note }
}

/** Name and size that the first proposal states. */
function offered({ proposals }: Conversation): { name: string; size: number | undefined } {
  for (const { first } of proposals) {
    const data: Node | undefined = first.rendezvous?.tags.find(({ name }) => name === 'SERVICE_DATA')
    if (data === undefined) continue
    const name = find(data, 'fileName')?.value
    const size = find(data, 'totalSize')?.value
    return { name: typeof name === 'string' ? name : '', size: typeof size === 'number' ? size : undefined }
  }
  return { name: '', size: undefined }
}
