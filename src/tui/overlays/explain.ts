import type { Node } from '../../bytes/node.ts'
import { findTopics, nearestTopic } from '../../report/explain-search.ts'
import { ruleTopic, type Topic, type TopicKind } from '../../report/explain-topics.ts'
import { findingName, packetsText } from '../../report/finding-text.ts'
import { SEVERITY_SIGNS } from '../../report/signs.ts'
import { valueText } from '../../report/tree.ts'
import { RULES } from '../../rules/index.ts'
import { detailRows } from '../panes/detail.ts'
import type { State } from '../state.ts'
import type { EventRow } from '../store/rows.ts'
import type { Line } from '../style.ts'
import { wrap } from '../text.ts'

const WIDTH = 76

/** What some words mean; without any the rule behind the finding, or the message and the field at hand. */
export function explainLines(state: State, words: string): Line[] {
  const { event, finding } = state.selection
  if (words !== '') return wordLines(words)
  const field = state.focus === 'main' ? undefined : detailRows(state)[state.tree.cursor]?.node
  if (finding !== undefined && field === undefined) return findingLines(state)
  if (event === undefined) return [[['There is no message or finding here. :explain WORDS explains any code or name.']]]
  return messageLines(state, state.rows.get(event), field)
}

function wordLines(words: string): Line[] {
  const found = findTopics(words)
  if (found.length > 0) return found.flatMap(topicLines)
  const near = nearestTopic(words)
  return [[[`Nothing is known as ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`]]]
}

function findingLines({ selection }: State): Line[] {
  const finding = selection.finding!
  const { severity, message, certainty, packets, knownFor, expected, found } = finding
  const rule = RULES.find(({ code }) => code === finding.code)
  const facts: [string, string | undefined][] = [
    ['Expected', expected],
    ['Found', found],
    ['Where', packetsText(packets)],
    ['How sure', CERTAINTY[certainty]],
    ['Known for', knownFor.join(', ')],
  ]
  return [
    [[`${SEVERITY_SIGNS[severity]} ${findingName(finding)}`, severity]],
    ...paragraph(message),
    [],
    ...facts.flatMap(([label, text]) => (text === undefined || text === '' ? [] : part(label, text))),
    [],
    ...(rule === undefined ? [] : topicLines(ruleTopic(rule))),
  ]
}

const CERTAINTY = {
  sure: 'the capture proves it',
  likely: 'it fits best',
  'capture-incomplete': 'the capture is incomplete here: what is missing may have been sent and not captured',
} as const

function messageLines(state: State, row: EventRow, field: Node | undefined): Line[] {
  const { kind, packets } = row
  const lines: Line[] = [[[row.text, 'strong']], ...part('Packets', packets.join(', ')), []]
  if (field !== undefined) lines.push(...fieldLines(field, state.settings.secrets))
  const topic = findTopics(kind.name).find((one) => TOPIC_KINDS[kind.protocol] === one.kind)
  if (topic !== undefined) lines.push(...topicLines(topic))
  if (kind.step !== undefined) lines.push(...findTopics(`step ${kind.step}`).slice(0, 1).flatMap(topicLines))
  return lines
}

const TOPIC_KINDS: Readonly<Record<string, TopicKind>> = {
  snac: 'SNAC',
  oft2: 'OFT2 header type',
  ars: 'proxy command',
}

function fieldLines(field: Node, secrets: boolean): Line[] {
  const { name, tag, at, end, problem } = field
  const code = tag === undefined ? undefined : `0x${tag.toString(16).padStart(4, '0')}`
  const topic = code && findTopics(name).find((one) => one.code === code)
  return [
    [[`Field ${name}`, 'heading']],
    ...part('Value', valueText(field, secrets)),
    ...part('Bytes', `${at} to ${end - 1}, ${end - at} of them`),
    ...(problem === undefined ? [] : part('Problem', problem)),
    [],
    ...(topic === undefined || topic === '' ? [] : topicLines(topic)),
  ]
}

function topicLines({ kind, code, name, context, title, parts }: Topic): Line[] {
  const where = `  ${kind}${context === undefined ? '' : ` (${context})`}`
  return [
    [
      [kind === 'step' ? name : `${code} ${name}`, 'heading'],
      [where, 'dim'],
    ],
    ...paragraph(title),
    ...parts.flatMap(([label, text]) => part(label, text)),
    [],
  ]
}

const LABEL = 12

/** A word at the left and what it introduces. */
function part(label: string, text: string): Line[] {
  return wrap(text, WIDTH - LABEL).map((line, at): Line => [
    [`  ${(at === 0 ? label : '').padEnd(LABEL - 2)}`, 'dim'],
    [line],
  ])
}

const paragraph = (text: string): Line[] => wrap(text, WIDTH - 2).map((line): Line => [[`  ${line}`]])
