import { u16, u32 } from '../../bytes/read.ts'
import type { Conversation } from '../../conversation/conversation.ts'
import type { Decoded, TimelineEvent } from '../../conversation/event.ts'
import type { Side } from '../../network/flow.ts'
import { FLAP_CHANNEL, FLAP_HEADER } from '../../oscar/flap.ts'
import { SNAC_HEADER } from '../../oscar/index.ts'
import type { EventRow } from './rows.ts'
import type { Store } from './store.ts'

export type RowContent = Pick<EventRow, 'n' | 'entry' | 'kind' | 'track' | 'decoded' | 'bytes' | 'packets'>

/** A row of the store as the event it was made of. What takes reading is read when a filter asks for it. */
export class RowEvent implements TimelineEvent {
  readonly n: number
  readonly seconds: number
  readonly nanos: number
  readonly track: TimelineEvent['track']
  readonly side: Side
  readonly packet: number
  readonly protocol: TimelineEvent['protocol']
  readonly name: string
  readonly step: number | undefined
  readonly start = 0
  answers: TimelineEvent['answers']
  rate: TimelineEvent['rate']
  private readonly store: Store
  private readonly row: RowContent

  constructor(store: Store, row: RowContent) {
    const { n, entry, kind, track } = row
    this.store = store
    this.row = row
    this.n = n + 1
    this.seconds = entry.seconds
    this.nanos = entry.nanos
    this.track = track
    this.side = entry.side
    this.packet = entry.packet
    this.protocol = kind.protocol
    this.name = kind.name
    this.step = kind.step
  }

  get conversation(): Conversation | undefined {
    return this.track.conversation ?? this.store.conversationOf(this.row.n)
  }

  get packets(): readonly number[] {
    return this.row.packets
  }

  get bytes(): Uint8Array {
    return this.row.bytes
  }

  get end(): number {
    return this.bytes.length
  }

  get channel(): number {
    return this.isFrame ? this.bytes[1]! : -1
  }

  get sequence(): number {
    return this.isFrame ? u16(this.bytes, 2) : -1
  }

  get length(): number {
    return this.isFrame ? this.bytes.length - FLAP_HEADER : 0
  }

  get foodgroup(): number {
    return this.isSnac ? u16(this.bytes, 6) : -1
  }

  get subgroup(): number {
    return this.isSnac ? u16(this.bytes, 8) : -1
  }

  get flags(): number {
    return this.isSnac ? u16(this.bytes, 10) : 0
  }

  get requestId(): number {
    return this.isSnac ? u32(this.bytes, 12) : 0
  }

  get carriedBy(): readonly number[] {
    return this.row.packets
  }

  get fromClient(): boolean {
    return this.side === this.track.client
  }

  readonly decoder = (): Decoded => this.row.decoded

  decode(): Decoded {
    return this.row.decoded
  }

  private get isFrame(): boolean {
    return (this.protocol === 'flap' || this.protocol === 'snac') && this.bytes.length >= FLAP_HEADER
  }

  private get isSnac(): boolean {
    return (
      this.protocol === 'snac' && this.bytes.length >= FLAP_HEADER + SNAC_HEADER && this.bytes[1] === FLAP_CHANNEL.data
    )
  }
}
