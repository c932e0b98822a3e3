import { findingName } from '../../report/finding-text.ts'
import { SEVERITY_SIGNS } from '../../report/signs.ts'
import { RULES } from '../../rules/index.ts'
import { STEPS } from '../../conversation/steps.ts'
import { detailRows } from '../panes/detail.ts'
import type { State } from '../state.ts'
import type { Line } from '../style.ts'
import { wrap } from '../text.ts'

const WIDTH = 76

/** The rule behind a finding, or what is known of the message and field at hand. */
export function explainLines(state: State): Line[] {
  const { finding } = state.selection
  return finding === undefined ? messageLines(state) : ruleLines(state)
}

function ruleLines({ selection }: State): Line[] {
  const finding = selection.finding!
  const rule = RULES.find(({ code }) => code === finding.code)
  const lines: Line[] = [
    [[`${SEVERITY_SIGNS[finding.severity]} ${findingName(finding)}`, finding.severity]],
    ...paragraph(finding.message),
    [],
  ]
  if (rule === undefined) return lines
  const part = (title: string, text: string): Line[] => [[[title, 'heading']], ...paragraph(text), []]
  lines.push(
    ...part('What', `${rule.title}.`),
    ...part('Why it matters', rule.why),
    ...part('What to change', rule.fix),
  )
  lines.push(...part('Where it is written', `${rule.spec.doc}, ${rule.spec.item}: ${rule.spec.says}`))
  const certainty = CERTAINTY[finding.certainty]
  lines.push(...part('How sure', certainty))
  const known = finding.knownFor.length > 0 ? finding.knownFor : (rule.knownFor ?? [])
  if (known.length > 0) lines.push(...part('Known for', known.join(', ')))
  return lines
}

const CERTAINTY = {
  sure: 'Sure: the capture proves it.',
  likely: 'Likely: it fits best.',
  'capture-incomplete': 'The capture is incomplete here: what is missing may have been sent and not captured.',
} as const

function messageLines(state: State): Line[] {
  const { event } = state.selection
  if (event === undefined) return [[['Nothing is selected.']]]
  const row = state.rows.get(event)
  const { kind } = row
  const lines: Line[] = [
    [[row.text, 'strong']],
    [],
    [[`protocol  ${kind.protocol.toUpperCase()}`]],
    [[`packets   ${row.packets.join(', ')}`]],
  ]
  if (kind.step !== undefined) lines.push([[`step      ${kind.step} of 13: ${STEPS[kind.step - 1]!}`]])
  const field = detailRows(state)[state.tree.cursor]?.node
  if (field !== undefined) {
    lines.push([], [['Field', 'heading']], [[field.name, 'strong']])
    lines.push([[`bytes ${field.at} to ${field.end - 1}, ${field.end - field.at} of them`]])
    if (field.tag !== undefined) lines.push([[`tag 0x${field.tag.toString(16).padStart(4, '0')}`]])
    if (field.label !== undefined) lines.push([[`means ${field.label}`]])
    if (field.problem !== undefined) lines.push([[`problem: ${field.problem}`, 'error']])
  }
  return lines
}

const paragraph = (text: string): Line[] => wrap(text, WIDTH).map((line): Line => [[`  ${line}`]])
