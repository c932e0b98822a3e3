import type { Finding } from '../../rules/finding.ts'
import { counted } from '../amount.ts'
import { findingName, findingSubject, findingTags } from '../finding-text.ts'
import { ghostLines, type GhostOptions } from '../ghost.ts'
import type { PacketOrigins } from '../packet-origins.ts'
import type { Paint } from '../signs.ts'
import type { Counts, Totals } from '../totals.ts'
import { QuietView, type Write } from '../view.ts'

/** One line a finding, as compilers write them, so that editors jump to it: `FILE#PACKET: error CODE name [...] ...`. */
export class CheckView extends QuietView {
  readonly wantsEvents = false
  private readonly origins: PacketOrigins
  private readonly paint: Paint
  private readonly below: GhostOptions
  private readonly write: Write

  /** `below`: what of a message that is missing is written under its finding. */
  constructor(origins: PacketOrigins, paint: Paint, below: GhostOptions, write: Write) {
    super()
    this.origins = origins
    this.paint = paint
    this.below = below
    this.write = write
  }

  override finding(finding: Finding): void {
    const { severity, message, packets } = finding
    const where = this.origins.text(packets[0])
    const what = this.paint(severity, `${severity} ${findingName(finding)}`)
    const subject = findingSubject(finding)
    this.write(`${where}: ${what} ${findingTags(finding)} ${subject === '' ? '' : `${subject}: `}${message}\n`)
    for (const line of ghostLines(finding.ghost, this.below)) this.write(`    ${line}\n`)
  }
}

/** `4 transfers: 1 complete, 2 with errors, 1 cancelled · 5 errors, 1 warning, 1 note, 2 suppressed` */
export function checkSummary(totals: Totals, findings: Counts = totals.findings): string {
  const { transfers, faulty, clean } = totals
  const states = (Object.keys(clean) as (keyof typeof clean)[]).map((outcome) => [clean[outcome], outcome] as const)
  const [complete, ...others] = states
  const parts = [complete!, [faulty, 'with errors'] as const, ...others].filter(([count]) => count > 0)
  const severities = (['error', 'warning', 'note'] as const).map((severity) => counted(findings[severity], severity))
  const list = parts.length === 0 ? '' : `: ${parts.map(([count, what]) => `${count} ${what}`).join(', ')}`
  const suppressed = totals.suppressed.error + totals.suppressed.warning + totals.suppressed.note
  if (suppressed > 0) severities.push(`${suppressed} suppressed`)
  return `${counted(transfers, 'transfer')}${list} · ${severities.join(', ')}`
}
