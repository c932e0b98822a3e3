import { existsSync } from 'node:fs'
import { Clock } from '../../clock.ts'
import type { Track } from '../../conversation/track.ts'
import { CaptureFile } from '../../io/capture-file.ts'
import { PacketWriter } from '../../io/packet-writer.ts'
import { Stdout } from '../../io/stdout.ts'
import { TimeOrder } from '../../io/time-order.ts'
import type { CaptureReader } from '../../capture/reader.ts'
import { Network } from '../../network/network.ts'
import type { Flow, Side } from '../../network/flow.ts'
import type { LadderRow } from '../ladder/rows.ts'
import type { State } from '../state.ts'
import { size } from '../text.ts'
import { between } from '../../report/time.ts'
import { Slice } from './slices.ts'

/** Why packets cannot be saved, for the user. */
export class SaveError extends Error {}

/** Segments of one file that are listed. */
const SEGMENTS = 5_000

/** Goes through the packets of the captures again, up to number `last`, a slice at a time. */
async function replay(
  paths: readonly string[],
  last: number,
  packet: (reader: CaptureReader, number: number) => void,
): Promise<void> {
  const order = new TimeOrder(paths.map((path) => CaptureFile.open(path)))
  const slice = new Slice()
  let number = 0
  try {
    do {
      for (let reader = order.next(); reader !== undefined; reader = order.next()) {
        packet(reader, ++number)
        if (number >= last) return
        if (slice.over) await slice.next()
      }
    } while (await order.fill())
  } finally {
    order.close()
  }
}

function pathsOf({ loader }: State): readonly string[] {
  const paths = loader.files.map(({ name }) => name)
  if (paths.length === 0 || paths.includes('-'))
    throw new SaveError('the packets of a pipe are gone; save it with -w while it is read')
  return paths
}

/** Tells which of some connections a packet belongs to. */
class Flows {
  readonly network: Network
  private readonly clock = new Clock()
  private readonly wanted: readonly Track[]
  private readonly found = new Map<Flow, Track>()
  private readonly counts = new Map<Flow, number>()

  constructor(wanted: readonly Track[]) {
    this.wanted = wanted
    const nothing = (): void => undefined
    const consumer = {
      opened: (flow: Flow) => this.opened(flow),
      segment: nothing,
      data: nothing,
      gap: nothing,
      ended: nothing,
      anomaly: nothing,
      retired: nothing,
    }
    this.network = new Network(this.clock, consumer)
  }

  /** The flow of a packet, when it is a wanted one. */
  of(reader: CaptureReader, number: number): Flow | undefined {
    this.clock.packet = this.clock.carrier = number
    this.clock.seconds = reader.seconds
    this.clock.nanos = reader.nanos
    this.network.packet(reader)
    for (const flow of this.found.keys()) {
      const { packets } = flow
      if (this.counts.get(flow) === packets) continue
      this.counts.set(flow, packets)
      return flow
    }
    return undefined
  }

  private opened(flow: Flow): void {
    const ends = [this.network.endpoint(flow, 0), this.network.endpoint(flow, 1)]
    const track = this.wanted.find(
      (one) => one.flow.firstPacket === flow.firstPacket && one.ends[0] === ends[0] && one.ends[1] === ends[1],
    )
    if (track !== undefined) this.found.set(flow, track)
  }
}

/** Writes the packets of what is selected as a pcapng file; gives how many. */
export async function savePackets(state: State, path: string): Promise<number> {
  if (path === '-') throw new SaveError('the standard output is the screen; give a file')
  if (existsSync(path)) throw new SaveError(`${path} exists already`)
  const paths = pathsOf(state)
  const { numbers, tracks } = selected(state)
  if (numbers.size === 0 && tracks.length === 0) throw new SaveError('nothing is selected')
  const flows = new Flows(tracks)
  const writer = new PacketWriter(path, new Stdout())
  const last = tracks.length > 0 ? Infinity : Math.max(...numbers)
  const inputs = new Map<CaptureReader, number>()
  let count = 0
  await replay(paths, last, (reader, number) => {
    const flow = tracks.length === 0 ? undefined : flows.of(reader, number)
    if (flow === undefined && !numbers.has(number)) return
    if (!inputs.has(reader)) inputs.set(reader, inputs.size)
    writer.packet(reader, inputs.get(reader)!)
    count++
  })
  writer.close()
  return count
}

/** Packets of the selected messages; without any, those of the conversation with all its connections, or of the row. */
function selected({ chosen, rows, selection, store, view }: State): {
  readonly numbers: Set<number>
  readonly tracks: readonly Track[]
} {
  const packets = (events: Iterable<number>): Set<number> => new Set([...events].flatMap((n) => rows.pass(n).packets))
  if (chosen.size > 0) return { numbers: packets(chosen), tracks: [] }
  const { conversation, track, event } = selection
  const isWhole = view === 'transfers' || view === 'ladder' || view === 'flows'
  if (isWhole && view !== 'flows' && conversation !== undefined) {
    const tracks = [...conversation.connections, ...conversation.attempts.map((attempt) => attempt.track)]
    return { numbers: packets(store.eventsOf(conversation)), tracks }
  }
  if (isWhole && track !== undefined) return { numbers: new Set(), tracks: [track] }
  return { numbers: event === undefined ? new Set() : packets([event]), tracks: [] }
}

/** The segments that carried a file's data, with what came twice. */
export async function segmentRows(state: State, event: number): Promise<LadderRow[]> {
  const row = state.rows.get(event)
  if (row.kind.name !== 'DATA') return []
  const { track } = row
  const file = track.transfers
    .flatMap(({ views }) => views)
    .find((view) => view.track === track && view.file.lastPacket === row.entry.packet)?.file
  if (file === undefined) return []
  const side: Side = file.sender
  const flows = new Flows([track])
  const rows: LadderRow[] = []
  let bytes = 0
  let repeated = 0
  let before: { readonly seconds: number; readonly nanos: number } | undefined
  await replay(pathsOf(state), file.lastPacket, (reader, number) => {
    const flow = flows.of(reader, number)
    if (flow === undefined) return
    const stream = flow.stream(side)
    const [came, again] = [stream.bytes - bytes, stream.repeated - repeated]
    bytes = stream.bytes
    repeated = stream.repeated
    if (number < file.firstPacket || (came === 0 && again === 0) || rows.length >= SEGMENTS) return
    const after = before === undefined ? 0 : between(before.seconds, before.nanos, reader.seconds, reader.nanos)
    before = { seconds: reader.seconds, nanos: reader.nanos }
    const marks = again > 0 ? `  ▲ retransmission of ${size(again)}` : ''
    rows.push({
      kind: 'segment',
      text: `▒ ${came > 0 ? `${size(came)} up to byte ${bytes}` : 'nothing new'}  +${after.toFixed(6)}${marks}`,
      packets: `#${number}`,
      step: undefined,
      mark: undefined,
      event,
      finding: undefined,
    })
  })
  return rows
}
