/**
 * Findings as JUnit XML: what was judged is a test case each (a transfer, a conversation without one, a connection that
 * something was found about, the capture), which fails when something the gate fails for was found about it. Readers of
 * JUnit expect one failure a case, so it has all of them in its text.
 */
import type { Conversation } from '../../conversation/conversation.ts'
import type { Transfer } from '../../conversation/transfer.ts'
import type { Finding } from '../../rules/finding.ts'
import { findingName, findingSubject, findingTags, nameOf } from '../finding-text.ts'
import type { Suppression } from '../gate/gate.ts'
import type { PacketOrigins } from '../packet-origins.ts'
import { partiesOf, peopleOf } from '../people.ts'
import type { Totals } from '../totals.ts'
import { QuietView, type CaptureEnd, type Write } from '../view.ts'

interface Case {
  name: string
  kind: 'transfer' | 'conversation' | 'flow' | 'capture'
  readonly failures: Finding[]
  readonly others: string[]
}

export interface JunitParts {
  readonly origins: PacketOrigins
  /** Whether the gate fails for a finding. */
  readonly fails: (finding: Finding) => boolean
}

export class JunitView extends QuietView {
  readonly wantsEvents = false
  private readonly parts: JunitParts
  private readonly write: Write
  private readonly cases = new Map<object, Case>()
  private readonly capture = {}

  constructor(parts: JunitParts, write: Write) {
    super()
    this.parts = parts
    this.write = write
    this.caseOf(this.capture, 'capture', 'the capture')
  }

  override transfer(transfer: Transfer): void {
    const { sender, receiver } = peopleOf(transfer)
    this.caseOf(transfer, 'transfer', '').name =
      `transfer ${transfer.id} ${nameOf(transfer)} ${sender}→${receiver} ${transfer.outcome}`
  }

  override conversation(conversation: Conversation): void {
    if (conversation.transfers.length > 0 && !this.cases.has(conversation)) return
    const { sender, receiver } = partiesOf(conversation)
    this.caseOf(conversation, 'conversation', '').name =
      `conversation ${conversation.id} ${conversation.serviceName} ${sender}→${receiver} ${conversation.outcome}`
  }

  override finding(finding: Finding): void {
    const { failures, others } = this.about(finding)
    if (this.parts.fails(finding)) failures.push(finding)
    else others.push(this.line(finding))
  }

  suppressed(finding: Finding, { reason }: Suppression): void {
    this.about(finding).others.push(`suppressed (${reason}): ${this.line(finding)}`)
  }

  override end(_totals: Totals, captures: readonly CaptureEnd[]): void {
    const cases = [...this.cases.values()]
    const failed = cases.filter(({ failures }) => failures.length > 0).length
    const counts = `tests="${cases.length}" failures="${failed}" errors="0" skipped="0"`
    const name = escaped(captures.map(({ file }) => file).join(' + '))
    this.write(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="oscarscope" ${counts}>\n`)
    this.write(`  <testsuite name="${name}" ${counts}>\n`)
    for (const each of cases) this.write(this.element(each))
    this.write('  </testsuite>\n</testsuites>\n')
  }

  private element({ name, kind, failures, others }: Case): string {
    const open = `    <testcase classname="oscarscope.${kind}" name="${escaped(name)}"`
    if (failures.length === 0 && others.length === 0) return `${open}/>\n`
    const [first] = failures
    const lines = failures.map((finding) => this.line(finding)).join('\n')
    const failure =
      first === undefined
        ? ''
        : `      <failure type="${escaped(findingName(first))}" message="${escaped(first.message)}">${escaped(lines)}</failure>\n`
    const out = others.length === 0 ? '' : `      <system-out>${escaped(others.join('\n'))}</system-out>\n`
    return `${open}>\n${failure}${out}    </testcase>\n`
  }

  private about(finding: Finding): Case {
    const { transfer, conversation, track } = finding
    if (transfer !== undefined) return this.caseOf(transfer, 'transfer', findingSubject(finding))
    if (conversation !== undefined) return this.caseOf(conversation, 'conversation', findingSubject(finding))
    if (track !== undefined) return this.caseOf(track, 'flow', findingSubject(finding))
    return this.caseOf(this.capture, 'capture', 'the capture')
  }

  private caseOf(about: object, kind: Case['kind'], name: string): Case {
    const known = this.cases.get(about) ?? { name, kind, failures: [], others: [] }
    this.cases.set(about, known)
    return known
  }

  private line(finding: Finding): string {
    const { severity, message, packets } = finding
    return `${this.parts.origins.text(packets[0])}: ${severity} ${findingName(finding)} ${findingTags(finding)} ${message}`
  }
}

/** Text and attribute values of XML 1.0; the characters it cannot hold are none that printable text has. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
