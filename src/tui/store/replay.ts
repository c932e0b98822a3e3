import type { CaptureReader } from '../../capture/reader.ts'
import { Clock } from '../../clock.ts'
import type { Track } from '../../conversation/track.ts'
import { CaptureFile } from '../../io/capture-file.ts'
import { TimeOrder } from '../../io/time-order.ts'
import type { Flow } from '../../network/flow.ts'
import { Network } from '../../network/network.ts'
import type { State } from '../state.ts'
import { Slice } from './slices.ts'

/** Packets that cannot be read a second time. */
export class PacketsGone extends Error {}

/** Goes through the packets of the captures again, up to number `last`, a slice at a time. */
export async function replay(
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

export function pathsOf({ loader }: State): readonly string[] {
  const paths = loader.files.map(({ name }) => name)
  if (paths.length === 0 || paths.includes('-'))
    throw new PacketsGone('the packets of a pipe are gone; save it with -w while it is read')
  return paths
}

/** Tells which of some connections a packet belongs to. */
export class Flows {
  readonly network: Network
  private readonly clock = new Clock()
  private readonly wanted: readonly Track[]
  private readonly found = new Map<Flow, Track>()
  private readonly counts = new Map<Flow, number>()

  /** `strict` as in the analysis that found them. */
  constructor(wanted: readonly Track[], strict: boolean) {
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
    this.network = new Network(this.clock, consumer, strict)
  }

  /** The flow of a packet, when it is a wanted one, and what it was the first time. */
  of(reader: CaptureReader, number: number): { readonly flow: Flow; readonly track: Track } | undefined {
    this.clock.packet = this.clock.carrier = number
    this.clock.seconds = reader.seconds
    this.clock.nanos = reader.nanos
    this.network.packet(reader)
    for (const [flow, track] of this.found) {
      const { packets } = flow
      if (this.counts.get(flow) === packets) continue
      this.counts.set(flow, packets)
      return { flow, track }
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
