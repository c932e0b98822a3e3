import { existsSync } from 'node:fs'
import type { CaptureReader } from '../../capture/reader.ts'
import type { Track } from '../../conversation/track.ts'
import { PacketWriter } from '../../io/packet-writer.ts'
import { Stdout } from '../../io/stdout.ts'
import type { State } from '../state.ts'
import type { EventRow, Rows } from './rows.ts'
import type { Store } from './store.ts'
import { Flows, pathsOf, replay } from './replay.ts'

/** Which packets are written: those of some numbers, and those of connections, from one packet to another. */
interface Wanted {
  readonly numbers: ReadonlySet<number>
  readonly spans: readonly Span[]
}

interface Span {
  readonly track: Track
  readonly first: number
  readonly last: number
}

/** Writes the packets of what is selected as a pcapng file; gives how many. */
export async function savePackets(state: State, path: string): Promise<number> {
  if (path === '-') throw new Error('the standard output is the screen; give a file')
  if (existsSync(path)) throw new Error(`${path} exists already`)
  const paths = pathsOf(state)
  const { numbers, spans } = selected(state)
  if (numbers.size === 0 && spans.length === 0) throw new Error('nothing is selected')
  const flows = new Flows(
    spans.map(({ track }) => track),
    state.loader.analyzer.network.strict,
  )
  const writer = new PacketWriter(path, new Stdout())
  const inputs = new Map<CaptureReader, number>()
  let count = 0
  await replay(paths, Math.max(...numbers, ...spans.map(({ last }) => last)), (reader, number) => {
    const track = spans.length === 0 ? undefined : flows.of(reader, number)?.track
    const isInSpan = spans.some((span) => span.track === track && number >= span.first && number <= span.last)
    if (!isInSpan && !numbers.has(number)) return
    if (!inputs.has(reader)) inputs.set(reader, inputs.size)
    writer.packet(reader, inputs.get(reader)!)
    count++
  })
  writer.close()
  return count
}

/** Packets of the selected messages; without any, those of the conversation with all its connections, or of the row. */
function selected({ chosen, rows, selection, store, view }: State): Wanted {
  const { conversation, track, event } = selection
  const isWhole = view === 'transfers' || view === 'ladder'
  if (chosen.size === 0 && isWhole && conversation !== undefined) {
    const tracks = [...conversation.connections, ...conversation.attempts.map((attempt) => attempt.track)]
    return { numbers: packetsOf(store.eventsOf(conversation), rows), spans: spansOf(tracks, store) }
  }
  if (chosen.size === 0 && track !== undefined && (isWhole || view === 'flows')) {
    return { numbers: new Set(), spans: spansOf([track], store) }
  }
  const events = chosen.size > 0 ? [...chosen] : event === undefined ? [] : [event]
  return { numbers: packetsOf(events, rows), spans: events.flatMap((n) => bodyOf(rows.pass(n))) }
}

const packetsOf = (events: Iterable<number>, rows: Rows): Set<number> =>
  new Set([...events].flatMap((n) => rows.pass(n).packets))

/** Connections from their first packet to their last. */
const spansOf = (tracks: readonly Track[], store: Store): Span[] =>
  tracks.flatMap((track) => carriersOf(track, store)).map((track) => ({ track, first: 0, last: Infinity }))

/** What travels inside of a tunnel is in the packets of all its connections between the two hosts. */
function carriersOf(track: Track, store: Store): readonly Track[] {
  const outer = store.tracks.get(track.flow.inside)
  if (outer === undefined) return [track]
  const isBetween = ({ flow }: Track): boolean =>
    ([0, 1] as const).every((side) => flow.address(side) === outer.flow.address(side))
  return [...store.tracks.values()].filter((other) => other.protocol === outer.protocol && isBetween(other))
}

/** The body of a file is one event, of all the packets from its first to its last. */
function bodyOf({ file, track }: EventRow): Span[] {
  return file === undefined ? [] : [{ track, first: file.firstPacket, last: file.lastPacket }]
}
