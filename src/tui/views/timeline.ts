import type { EventProtocol } from '../../conversation/event.ts'
import type { EventRow } from '../store/rows.ts'
import type { State } from '../state.ts'
import type { Store } from '../store/store.ts'
import type { Style } from '../style.ts'
import { grouped } from '../text.ts'
import { TIME_WIDTH, timeText } from '../time.ts'
import { columnCells, columnTitles, type Column } from './columns.ts'
import { filteredOut, noOscar } from './empty.ts'
import type { View } from './view.ts'

interface Row {
  readonly event: EventRow
  readonly time: string
  readonly isChosen: boolean
}

const STYLES: Readonly<Record<EventProtocol, Style>> = {
  flap: 'flap',
  snac: 'flap',
  oft2: 'oft',
  odc2: 'oft',
  ars: 'tcp',
  tcp: 'tcp',
}

const columns = ({ time, store }: State): readonly Column<Row>[] => [
  { title: '', width: 1, cell: ({ isChosen }) => (isChosen ? '●' : ' '), style: 'key' },
  {
    title: 'Packet',
    width: Math.max(7, grouped(lastPacket(store)).length),
    align: 'right',
    cell: ({ event }) => grouped(event.entry.packet),
    style: 'dim',
  },
  { title: 'Time', width: TIME_WIDTH[time], align: 'right', cell: ({ time: text }) => text, style: 'dim', from: 50 },
  { title: 'From', width: 16, grow: 0.4, cell: ({ event }) => endOf(event, 0), from: 110 },
  { title: 'To', width: 16, grow: 0.4, cell: ({ event }) => endOf(event, 1), from: 110 },
  {
    title: 'Flow',
    width: Math.max(4, String(store.tracks.size + store.strangers).length),
    align: 'right',
    cell: ({ event }) => String(event.entry.flow),
    from: 60,
  },
  { title: '', width: 1, cell: ({ event }) => (isFromClient(event) ? '→' : '←'), style: 'dim' },
  {
    title: 'Proto',
    width: 5,
    cell: ({ event }) => event.kind.protocol.toUpperCase(),
    style: ({ event }) => STYLES[event.kind.protocol],
  },
  {
    title: 'Event',
    width: 10,
    grow: 3,
    cell: ({ event }) => event.text,
    style: ({ event }) => STYLES[event.kind.protocol],
  },
]

const lastPacket = ({ index }: Store): number => (index.count === 0 ? 0 : index.packet(index.count - 1))

export const timelineView: View = {
  title: 'Timeline',
  count: (state) => state.filtered?.matches.length ?? state.events,
  heading: (state, width) => [columnTitles(columns(state), width)],
  row(state, index, width) {
    const n = eventAt(state, index)
    const event = state.rows.get(n)
    const before = index === 0 ? undefined : state.store.index.at(eventAt(state, index - 1))
    const time = timeText(state.store, state.time, event.entry, before)
    return columnCells(columns(state), width, { event, time, isChosen: state.chosen.has(n) })
  },
  selection(state, index) {
    if (index >= timelineView.count(state)) return {}
    const n = eventAt(state, index)
    const track = state.store.trackOf(n)
    return { event: n, track, conversation: track?.conversation }
  },
  find(state, { event }) {
    if (event === undefined) return undefined
    const { filtered } = state
    if (filtered === undefined) return event < state.events ? event : undefined
    const index = filtered.matches.indexFrom(event)
    return index < filtered.matches.length ? index : undefined
  },
  empty: (state) => filteredOut(state) ?? noOscar('event')(state),
}

function eventAt(state: State, index: number): number {
  return state.filtered?.matches.at(index) ?? index
}

const isFromClient = ({ entry, track }: EventRow): boolean => entry.side === track.client

function endOf({ entry, track }: EventRow, end: 0 | 1): string {
  return track.ends[(entry.side ^ end) as 0 | 1]
}
