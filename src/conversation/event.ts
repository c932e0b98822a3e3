import type { Node } from '../bytes/node.ts'
import type { Side } from '../network/flow.ts'
import type { Conversation } from './conversation.ts'
import type { Answer } from './exchanges.ts'
import type { RateReading } from './rates.ts'
import type { Track } from './track.ts'

export type EventProtocol = 'flap' | 'snac' | 'oft2' | 'odc2' | 'ars' | 'tcp'

/** What an event says when somebody asks: the name and the line are cheap, the tree is made on demand. */
export interface Decoded {
  readonly summary: string
  /** The top-level fields, in wire order. */
  readonly nodes: readonly Node[]
}

/**
 * One line of the timeline. The same object is used for every event, so that an event nobody looks into costs nothing:
 * it is valid during the call that hands it on, and `decode` reads the bytes it points to.
 */
export class TimelineEvent {
  /** From 1, in the order in which the bytes became readable. */
  n = 0
  seconds = 0
  nanos = 0
  track!: Track
  side: Side = 0
  /** The packet that completed it; `packets` has all of them when there were several. */
  packet = 0
  packets: readonly number[] = []
  protocol: EventProtocol = 'flap'
  name = ''
  conversation: Conversation | undefined
  step: number | undefined
  /** Of FLAP frames; -1 otherwise. */
  channel = -1
  sequence = -1
  length = 0
  foodgroup = -1
  subgroup = -1
  flags = 0
  requestId = 0
  /** The request it answers. */
  answers?: Answer | undefined
  /** What it does to the rate class it counts for. */
  rate?: RateReading | undefined
  /** The message's bytes: `bytes[start, end)`. */
  bytes: Uint8Array = new Uint8Array(0)
  start = 0
  end = 0
  decoder: (event: TimelineEvent) => Decoded = nothing

  /** What `decode` gave: several may ask. */
  decoded?: Decoded | undefined

  decode(): Decoded {
    return (this.decoded ??= this.decoder(this))
  }

  /** Numbers of all packets that carried it. */
  get carriedBy(): readonly number[] {
    return this.packets.length > 0 ? this.packets : [this.packet]
  }

  get fromClient(): boolean {
    return this.side === this.track.client
  }
}

function nothing(): Decoded {
  return { summary: '', nodes: [] }
}
