import type { Clock } from '../clock.ts'
import type { Side } from '../network/flow.ts'
import { SnacRows } from '../oscar/snac-rows.ts'
import type { Conversation } from './conversation.ts'
import { noteMarks } from './marks.ts'
import { Doubled } from './doubled.ts'
import { TimelineEvent, type Decoded, type EventProtocol } from './event.ts'
import type { FileKeeper, Judge } from './facts.ts'
import { LIMITS } from '../limits.ts'
import { Recent } from './recent.ts'
import { Seen } from './seen.ts'
import type { Track } from './track.ts'
import type { Transfer } from './transfer.ts'

/** Where the results of the analysis go. */
export interface Output {
  /** Whether anybody looks at events; when not, none is made. */
  readonly wantsEvents: boolean
  /** Nobody looks at what an event answers and at its rate class, so that neither is found out. */
  readonly ignoresTalk?: boolean
  /** Valid during the call only. */
  event(event: TimelineEvent): void
  flow(track: Track): void
  conversation(conversation: Conversation): void
  transfer(transfer: Transfer): void
}

const NO_BYTES = new Uint8Array(0)

/** What the parts of this stage share. */
export class Context {
  readonly clock: Clock
  readonly output: Output
  readonly judge: Judge
  readonly files: FileKeeper
  /** What connections to servers asked. */
  readonly snacs: SnacRows
  /** Cookies of messages with a text that was told of. */
  readonly oddTexts = new Recent<string, true>(LIMITS.tombstones.value)
  readonly doubled = new Doubled()
  /** Messages, headers and frames beyond what is remembered of one thing. */
  forgotten = 0
  /** Direct IMs that are longer than what is kept of one. */
  shortened = 0
  /** Events so far. */
  events = 0
  private readonly event = new TimelineEvent()

  constructor(clock: Clock, output: Output, judge: Judge, files: FileKeeper) {
    this.clock = clock
    this.output = output
    this.judge = judge
    this.files = files
    this.snacs = new SnacRows(clock)
  }

  /** Where and when: the packet at hand, or the ones given. */
  seen(track: Track, side: Side, packets: readonly number[]): Seen {
    const { seconds, nanos, carrier } = this.clock
    return new Seen(packets.length > 0 ? packets : carrier, seconds, nanos, track, side)
  }

  /** The event object, filled with what every event has; the caller adds the rest and calls `emit`. */
  begin(track: Track, side: Side, protocol: EventProtocol, name: string, packets: readonly number[]): TimelineEvent {
    const { event, clock } = this
    event.decoded = undefined
    event.seconds = clock.seconds
    event.nanos = clock.nanos
    event.track = track
    event.side = side
    event.packet = clock.carrier
    event.packets = packets
    event.protocol = protocol
    event.name = name
    event.conversation = undefined
    event.step = undefined
    event.channel = event.sequence = event.foodgroup = event.subgroup = -1
    event.length = event.flags = event.requestId = 0
    return event
  }

  emit(event: TimelineEvent): void {
    event.n = ++this.events
    noteMarks(event)
    this.output.event(event)
  }

  /** An event whose content is at hand already. */
  tell(
    track: Track,
    side: Side,
    protocol: EventProtocol,
    name: string,
    packets: readonly number[],
    step: number | undefined,
    decode: () => Decoded,
    bytes: Uint8Array = NO_BYTES,
    start = 0,
    end = bytes.length,
  ): void {
    if (!this.output.wantsEvents) return
    const event = this.begin(track, side, protocol, name, packets)
    event.conversation = track.conversation
    event.step = step
    event.decoder = decode
    event.bytes = bytes
    event.start = start
    event.end = end
    this.emit(event)
  }
}
