import type { Finding } from '../../rules/finding.ts'
import { counted } from '../amount.ts'
import { findingSubject } from '../finding-text.ts'
import type { Suppression } from '../gate/gate.ts'
import type { PacketOrigins } from '../packet-origins.ts'
import { SEVERITY_SIGNS } from '../signs.ts'
import type { Totals } from '../totals.ts'
import { QuietView, type CaptureEnd, type Write } from '../view.ts'
import { checkSummary } from './text-view.ts'

const HEAD = ['', 'rule', 'where', 'what', 'for'] as const

/** A table of the findings for a pull request or a job's summary. */
export class MarkdownView extends QuietView {
  readonly wantsEvents = false
  private readonly origins: PacketOrigins
  private readonly write: Write
  private readonly rows: string[][] = []
  private readonly accepted: string[][] = []

  constructor(origins: PacketOrigins, write: Write) {
    super()
    this.origins = origins
    this.write = write
  }

  override finding(finding: Finding): void {
    this.rows.push(this.cells(finding))
  }

  suppressed(finding: Finding, { reason }: Suppression): void {
    const [sign, rule, where, what] = this.cells(finding)
    this.accepted.push([sign!, rule!, where!, what!, escaped(reason)])
  }

  override end(totals: Totals, captures: readonly CaptureEnd[]): void {
    const names = captures.map(({ file }) => escaped(file)).join(', ')
    this.write(`### oscarscope check: ${names}\n\n${escaped(checkSummary(totals))}\n`)
    if (this.rows.length > 0) this.write(`\n${table(HEAD, this.rows)}`)
    if (this.accepted.length === 0) return
    const head = [...HEAD.slice(0, 4), 'accepted because']
    this.write(
      `\n<details><summary>${counted(this.accepted.length, 'suppressed finding')}</summary>\n\n${table(head, this.accepted)}\n</details>\n`,
    )
  }

  private cells(finding: Finding): string[] {
    const { severity, certainty, code, name, message, packets, step, who } = finding
    const subject = findingSubject(finding)
    const doubt = certainty === 'sure' ? '' : ` (${certainty})`
    return [
      SEVERITY_SIGNS[severity],
      `${code} ${escaped(name)}`,
      escaped(`${this.origins.text(packets[0])}${step === undefined ? '' : ` step ${step}`}`),
      escaped(`${subject === '' ? '' : `${subject}: `}${message}${doubt}`),
      who ?? '',
    ]
  }
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('')
}

/** Text that a Markdown reader shows as it is, in a table cell as well; HTML and mentions in it are dead. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replace(/[\\`*_[\]|~#!]/g, '\\$&')
    .replaceAll('://', '&#58;//')
}
