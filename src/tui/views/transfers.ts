import { rail, type StepMark } from '../../conversation/steps.ts'
import { SEVERITY_SIGNS } from '../../report/signs.ts'
import type { Finding } from '../../rules/finding.ts'
import { fileOf, marksOf, peopleOf, programsIn, startOf, stateOf, type TransferItem } from '../store/transfers.ts'
import type { State } from '../state.ts'
import type { Style } from '../style.ts'
import { size } from '../text.ts'
import { sinceStart } from '../time.ts'
import { columnCells, columnTitles, numberedUpTo, type Column } from './columns.ts'
import { noOscar } from './empty.ts'
import { transfersOf } from './lists.ts'
import type { View } from './view.ts'

interface Row {
  readonly item: TransferItem
  readonly number: number
  readonly state: State
  readonly marks: readonly StepMark[]
  readonly isChosen: boolean
}

const COLUMNS: readonly Column<Row>[] = [
  { title: '#', width: 4, align: 'right', cell: ({ number, isChosen }) => `${isChosen ? '●' : ''}${number}` },
  {
    title: 'Start',
    width: 8,
    cell: ({ item, state }) => sinceStart(state.store, startOf(item)),
    style: 'dim',
    from: 70,
  },
  { title: 'From → To', width: 12, grow: 1, cell: ({ item }) => peopleOf(item).join(' → '), style: 'wire', from: 52 },
  { title: 'File', width: 8, grow: 1, cell: ({ item }) => fileOf(item).name, style: 'wire' },
  { title: 'Size', width: 8, align: 'right', cell: ({ item }) => sizeText(item), from: 66 },
  { title: 'Steps 1…13', width: 13, cell: ({ marks }) => rail(marks), style: ({ marks }) => worst(marks) },
  {
    title: 'State',
    width: 12,
    cell: ({ item, state }) => stateText(item, state),
    style: ({ item, state }) => stateStyle(item, state),
  },
  { title: 'Programs', width: 20, grow: 1, cell: ({ item }) => programsIn(item), style: 'dim', from: 130 },
]

const columnsOf = ({ store }: State): readonly Column<Row>[] => numberedUpTo(COLUMNS, transfersOf(store).length)

export const transfersView: View = {
  title: 'Transfers',
  count: ({ store }) => transfersOf(store).length,
  heading: (state, width) => [columnTitles(columnsOf(state), width)],
  row(state, index, width) {
    const item = transfersOf(state.store)[index]!
    const { event } = transfersView.selection(state, index)
    const isChosen = event !== undefined && state.chosen.has(event)
    return columnCells(columnsOf(state), width, { item, number: index + 1, state, marks: marksOf(item), isChosen })
  },
  selection({ store }, index) {
    const item = transfersOf(store)[index]
    if (item === undefined) return {}
    const { conversation, track } = item
    const event = store.eventsOf(conversation ?? track!)[0]
    return { item, conversation, track: track ?? conversation?.connections[0], event }
  },
  find({ store }, { item, conversation, track }) {
    const items = transfersOf(store)
    const same = items.findIndex((other) => isSame(other, item))
    if (same >= 0) return same
    const found = items.findIndex((other) =>
      conversation === undefined ? track !== undefined && other.track === track : other.conversation === conversation,
    )
    return found < 0 ? undefined : found
  },
  empty: noOscar('file transfer'),
}

function isSame(item: TransferItem, other: TransferItem | undefined): boolean {
  return item.transfer === other?.transfer && item.conversation === other?.conversation && item.track === other?.track
}

function sizeText(item: TransferItem): string {
  const { size: bytes } = fileOf(item)
  return bytes === undefined ? '' : size(bytes)
}

/** Findings of the item, worst first. */
function findingsOf(item: TransferItem, { store }: State): readonly Finding[] {
  const owner = item.conversation ?? item.track
  return owner === undefined ? [] : store.findingsOf(owner)
}

function stateText(item: TransferItem, state: State): string {
  const findings = findingsOf(item, state)
  for (const severity of ['error', 'warning'] as const) {
    const count = findings.filter((finding) => finding.severity === severity).length
    if (count > 0) return `${stateOf(item, state.store)} ${SEVERITY_SIGNS[severity]}${count}`
  }
  return stateOf(item, state.store)
}

function stateStyle(item: TransferItem, state: State): Style {
  const severities = findingsOf(item, state).map(({ severity }) => severity)
  if (severities.includes('error')) return 'error'
  if (severities.includes('warning')) return 'warning'
  return stateOf(item, state.store) === 'complete' ? 'good' : 'plain'
}

function worst(marks: readonly StepMark[]): Style {
  if (marks.includes('error')) return 'error'
  return marks.includes('warning') ? 'warning' : 'plain'
}
