import { softwareOfTracks, softwareText } from '../../conversation/software.ts'
import type { Track } from '../../conversation/track.ts'
import type { State } from '../state.ts'
import type { Style } from '../style.ts'
import { grouped, size } from '../text.ts'
import { columnCells, columnTitles, numberedUpTo, type Column } from './columns.ts'
import { noOscar } from './empty.ts'
import { flowsOf } from './lists.ts'
import type { View } from './view.ts'

const COLUMNS: readonly Column<Track>[] = [
  { title: '#', width: 4, align: 'right', cell: ({ id }) => String(id) },
  { title: 'Protocol', width: 9, cell: ({ protocol }) => protocol, style: ({ protocol }) => style(protocol) },
  { title: 'Client', width: 15, grow: 1, cell: ({ ends, client }) => ends[client] },
  { title: 'Server', width: 15, grow: 1, cell: ({ ends, server }) => ends[server] },
  { title: 'Who', width: 6, grow: 1, cell: ({ screenName }) => screenName ?? '', style: 'wire', from: 70 },
  { title: 'Program', width: 12, grow: 1, cell: programOf, style: 'dim', from: 130 },
  { title: 'Packets', width: 7, align: 'right', cell: ({ flow }) => grouped(flow.packets), from: 50 },
  { title: 'Bytes →', width: 8, align: 'right', cell: ({ flow, client }) => size(flow.stream(client).bytes), from: 90 },
  { title: '← Bytes', width: 8, align: 'right', cell: ({ flow, server }) => size(flow.stream(server).bytes), from: 90 },
  { title: 'Frames', width: 7, align: 'right', cell: (track) => grouped(track.frames(0) + track.frames(1)), from: 110 },
  { title: 'Lost', width: 8, align: 'right', cell: lost, style: (track) => (lost(track) === '' ? 'plain' : 'warning') },
  { title: 'End', width: 4, cell: ({ flow }) => flow.closed },
]

const columnsOf = ({ store }: State): readonly Column<Track>[] => numberedUpTo(COLUMNS, flowsOf(store).at(-1)?.id ?? 0)

export const flowsView: View = {
  title: 'Flows',
  count: ({ store }) => flowsOf(store).length,
  heading: (state, width) => [columnTitles(columnsOf(state), width)],
  row: (state, index, width) => columnCells(columnsOf(state), width, flowsOf(state.store)[index]!),
  selection({ store }, index) {
    const track = flowsOf(store)[index]
    if (track === undefined) return {}
    return { track, conversation: track.conversation, event: firstEvent(store.index, track) }
  },
  find({ store }, { track }) {
    const index = flowsOf(store).findIndex((other) => other === track)
    return index < 0 ? undefined : index
  },
  empty: noOscar('connection'),
}

interface Index {
  readonly count: number
  firstFrom(packet: number): number
  flow(n: number): number
}

/** Events that are looked through for the first of a connection. */
const NEAR = 10_000

function firstEvent(index: Index, { flow, id }: Track): number | undefined {
  const first = index.firstFrom(flow.firstPacket)
  const end = Math.min(index.count, first + NEAR)
  for (let n = first; n < end; n++) if (index.flow(n) === id) return n
  return undefined
}

function programOf(track: Track): string {
  const software = softwareOfTracks([track])
  return software === undefined ? '' : softwareText(software)
}

function lost({ flow }: Track): string {
  const bytes = flow.stream0.gapBytes + flow.stream1.gapBytes
  return bytes === 0 ? '' : size(bytes)
}

function style(protocol: string): Style {
  if (protocol === 'other' || protocol === 'tls') return 'dim'
  return protocol === 'flap' ? 'flap' : 'oft'
}
