import { u16, u32 } from '../bytes/read.ts'
import { Clock } from '../clock.ts'
import { Conversation } from '../conversation/conversation.ts'
import type { Decoded, TimelineEvent } from '../conversation/event.ts'
import type { Side } from '../network/flow.ts'
import { FLAP_CHANNEL, FLAP_HEADER } from '../oscar/flap.ts'
import { SNAC_HEADER } from '../oscar/index.ts'
import { compileFilter, completions, isProblem } from '../report/filter/index.ts'
import type { Finding } from '../rules/finding.ts'
import type { FilterLanguage, FilterSubject } from './filter-port.ts'
import type { Store } from './store/store.ts'

/** The filter language of the command line, over the events of a store; an event has the findings that are known about it. */
export function filterLanguage(store: Store): FilterLanguage {
  const findings = new FindingsByEvent(store)
  return {
    compile(text) {
      const clock = new Clock()
      const filter = compileFilter(text, clock)
      if (isProblem(filter)) return filter
      return {
        text,
        matches: (subject) => {
          const { firstSeconds = -1, firstNanos = 0 } = store.analyzer?.clock ?? {}
          clock.firstSeconds = firstSeconds
          clock.firstNanos = firstNanos
          return filter.matchesWith(new RowEvent(store, subject), findings.about(subject.n))
        },
      }
    },
    complete: (word) => completions(word),
  }
}

/** Which findings are about an event; looks at each finding once. */
class FindingsByEvent {
  private readonly store: Store
  private readonly found = new Map<number, Finding[]>()
  private known = 0

  constructor(store: Store) {
    this.store = store
  }

  about(n: number): readonly Finding[] {
    const { findings } = this.store
    for (; this.known < findings.length; this.known++) {
      const finding = findings[this.known]!
      const event = this.store.eventOfFinding(finding)
      if (event === undefined) continue
      const list = this.found.get(event)
      if (list === undefined) this.found.set(event, [finding])
      else list.push(finding)
    }
    return this.found.get(n) ?? []
  }
}

/** A row of the store as the event it was made of. What takes reading is read when a filter asks for it. */
class RowEvent implements TimelineEvent {
  readonly n: number
  readonly seconds: number
  readonly nanos: number
  readonly track: TimelineEvent['track']
  readonly side: Side
  readonly packet: number
  readonly packets: readonly number[] = []
  readonly protocol: TimelineEvent['protocol']
  readonly name: string
  readonly step: number | undefined
  readonly start = 0
  private readonly store: Store
  private readonly row: FilterSubject

  constructor(store: Store, row: FilterSubject) {
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
    if (this.track.conversation !== undefined || this.step === undefined) return this.track.conversation
    const owner = this.store.ownerOf(this.row.n)
    return owner instanceof Conversation ? owner : undefined
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
    return [this.packet]
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
