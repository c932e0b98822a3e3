import { findingName, findingSubject } from '../../report/finding-text.ts'
import { SEVERITY_SIGNS } from '../../report/signs.ts'
import type { Finding } from '../../rules/finding.ts'
import { columnCells, columnTitles, type Column } from './columns.ts'
import type { View } from './view.ts'

const CERTAINTY = { sure: 'sure', likely: 'likely', 'capture-incomplete': 'capture?' } as const

const COLUMNS: readonly Column<Finding>[] = [
  { title: '', width: 1, cell: ({ severity }) => SEVERITY_SIGNS[severity], style: ({ severity }) => severity },
  { title: 'Code', width: 8, cell: ({ code }) => code, style: ({ severity }) => severity },
  {
    title: 'Packet',
    width: 7,
    align: 'right',
    cell: ({ packets }) => (packets.length === 0 ? '' : `#${packets.at(-1)!}`),
    style: 'dim',
  },
  { title: 'Step', width: 4, align: 'right', cell: ({ step }) => (step === undefined ? '' : String(step)), from: 60 },
  { title: 'Certainty', width: 9, cell: ({ certainty }) => CERTAINTY[certainty], from: 70 },
  { title: 'Who', width: 8, cell: ({ who }) => who ?? '', from: 100 },
  { title: 'About', width: 12, grow: 1, cell: findingSubject, style: 'wire', from: 120 },
  { title: 'Finding', width: 10, grow: 2, cell: (finding) => `${finding.name}: ${finding.message}` },
]

export const findingsView: View = {
  title: 'Findings',
  count: ({ store }) => store.findings.length,
  heading: (_state, width) => [columnTitles(COLUMNS, width)],
  row: ({ store }, index, width) => columnCells(COLUMNS, width, store.findings[index]!),
  selection({ store }, index) {
    const finding = store.findings[index]
    if (finding === undefined) return {}
    const track = finding.seen?.track ?? finding.track
    const conversation = finding.conversation ?? track?.conversation
    return { finding, conversation, track, event: store.eventOfFinding(finding) }
  },
  find({ store }, { finding, event }) {
    const index = store.findings.findIndex((other) => other === finding)
    if (index >= 0) return index
    const near = event === undefined ? -1 : store.findings.findIndex((other) => store.eventOfFinding(other) === event)
    return near < 0 ? undefined : near
  },
  empty: ({ store }) =>
    store.progress === 'loading'
      ? ['Nothing found so far.']
      : ['Nothing found: no rule has anything to say about this capture.'],
}

export const describe = (finding: Finding): string => `${findingName(finding)}: ${finding.message}`
