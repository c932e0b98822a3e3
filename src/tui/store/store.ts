import type { Analyzer, Observer } from '../../analyzer.ts'
import type { CaptureReader } from '../../capture/reader.ts'
import type { Conversation } from '../../conversation/conversation.ts'
import type { TimelineEvent } from '../../conversation/event.ts'
import type { Track } from '../../conversation/track.ts'
import type { Transfer } from '../../conversation/transfer.ts'
import { Totals } from '../../report/totals.ts'
import type { Finding, Severity } from '../../rules/finding.ts'
import { Decoder } from './decode.ts'
import { EventIndex, placeIn } from './event-index.ts'
import { KeptBytes } from './kept-bytes.ts'
import { Kinds } from './kinds.ts'
import { NumberList } from './number-list.ts'
import type { RandomAccess } from './random-access.ts'

/** Places of bytes that are in no file. */
export const KEPT = 254
export const NOWHERE = 255
const LAST_FILE = 253

/** Copies of frames that cannot be read again. */
const KEPT_LIMIT = 32 << 20
/** Events without bytes (file bodies, connections) whose description is kept. */
const DECODERS = 4_096
/** Findings that are listed; Zeek stops at 1 000 a kind. */
const FINDINGS = 100_000
/** Connections without OSCAR that are listed. */
const STRANGERS = 1_000

/** Room is made when there are so many times more than there is room for, not for each. */
const SLACK = 1.1
const FLAGGED_ROOM = 4

export type Progress = 'loading' | 'waiting' | 'done' | 'cancelled'

/**
 * All the screens show. The analyzer writes it while the captures are read, and nothing here assumes that they end. Rare
 * things are the analyzer's own objects; events are entries of an index.
 */
export class Store implements Observer {
  readonly wantsEvents = true
  readonly ignoresTalk = true
  readonly index = new EventIndex()
  readonly kinds = new Kinds()
  readonly kept = new KeptBytes(KEPT_LIMIT)
  readonly decoder = new Decoder()
  /** Counts what is on its way here. */
  readonly totals = new Totals(this)
  /** Events of each kind. */
  readonly kindCounts: number[] = []
  readonly access: RandomAccess
  /** By id: of everything that had an event, and of the strangers as many as are listed. */
  readonly tracks = new Map<number, Track>()
  readonly conversations: Conversation[] = []
  readonly findings: Finding[] = []
  readonly counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 }
  /** Most conversations that are kept: of those that are over, the oldest without findings leave. */
  room = Infinity
  /** How many have left. */
  left = 0
  /** Most events that are listed, and how many are not. */
  listed = Infinity
  unlisted = 0
  /** Of connections without OSCAR, listed or not. */
  strangers = 0
  tls = 0
  /** Goes up whenever something changed that is not an event: lists made of it are made again. */
  version = 0
  progress: Progress = 'loading'
  analyzer: Analyzer | undefined
  /** Sees every event, too. */
  onEvent: ((event: TimelineEvent) => void) | undefined
  /** The reader whose packet is being analysed, and the number of its file. */
  reader: CaptureReader | undefined
  file = 0
  /** What the timeline needs of connections that are listed no more. */
  private readonly departed = new Map<number, Track>()
  /** By id. */
  private readonly known = new Map<number, Conversation>()
  /** Connections that are over. */
  private readonly retired = new WeakSet<Track>()
  /** Events of conversations, and the id of the one that each is of. */
  private readonly owned = new NumberList()
  private readonly owners = new NumberList()
  private readonly events = new Map<Conversation | Track, number[]>()
  private readonly found = new Map<Conversation | Track, Finding[]>()
  private readonly decoders = new Map<number, () => ReturnType<TimelineEvent['decode']>>()

  constructor(access: RandomAccess) {
    this.access = access
  }

  event(event: TimelineEvent): void {
    this.onEvent?.(event)
    const { track, side, conversation } = event
    if (this.index.count >= this.listed) {
      this.unlisted++
      return
    }
    if (this.tracks.get(track.id) !== track) this.tracks.set(track.id, track)
    this.decoder.learn(event)
    const { seconds, nanos, packet } = event
    const place = this.place(event)
    const kind = this.kinds.of(event)
    this.kindCounts[kind] = (this.kindCounts[kind] ?? 0) + 1
    const n = this.index.add({ seconds, nanos, packet, flow: track.id, side, kind, place })
    if (event.channel < 0) {
      if (event.end <= event.start) this.keepDecoder(n, event.decoder)
      append(this.events, track, n)
    }
    if (conversation !== undefined) {
      this.meet(conversation)
      append(this.events, conversation, n)
      this.owned.push(n)
      this.owners.push(conversation.id)
    }
  }

  flow(track: Track): void {
    this.version++
    this.retired.add(track)
    leaveReaders(track)
    if (this.tracks.has(track.id)) return
    const { protocol } = track
    this.strangers++
    if (protocol === 'tls') this.tls++
    if (this.strangers <= STRANGERS || protocol !== 'other') this.tracks.set(track.id, track)
  }

  conversation(conversation: Conversation): void {
    this.meet(conversation)
    this.version++
    if (this.conversations.length > this.room * SLACK) this.makeRoom()
  }

  transfer(transfer: Transfer): void {
    for (const { track } of transfer.views) if (!this.tracks.has(track.id)) this.tracks.set(track.id, track)
    this.version++
  }

  finding(finding: Finding): void {
    this.counts[finding.severity]++
    this.version++
    if (this.findings.length >= FINDINGS) return
    this.findings.push(finding)
    const owner = finding.conversation ?? finding.track
    if (owner !== undefined) append(this.found, owner, finding)
  }

  /** The connection of an event, listed or not. */
  trackOf(n: number): Track {
    const id = this.index.flow(n)
    return (this.tracks.get(id) ?? this.departed.get(id))!
  }

  /** Events of a conversation's messages, or of a connection between two users, in order. */
  eventsOf(owner: Conversation | Track): readonly number[] {
    return this.events.get(owner) ?? []
  }

  findingsOf(owner: Conversation | Track): readonly Finding[] {
    return this.found.get(owner) ?? []
  }

  /** The conversation that an event was told of; connections get theirs later. */
  conversationOf(n: number): Conversation | undefined {
    const at = this.owned.indexFrom(n)
    return at < this.owned.length && this.owned.at(at) === n ? this.known.get(this.owners.at(at)) : undefined
  }

  /** The conversation of an event, or its connection between two users. */
  ownerOf(n: number): Conversation | Track | undefined {
    const track = this.tracks.get(this.index.flow(n))
    return track?.conversation ?? this.conversationOf(n) ?? (track?.peer === undefined ? undefined : track)
  }

  /** What an event without bytes says, as long as it is kept. */
  description(n: number): ReturnType<TimelineEvent['decode']> | undefined {
    return this.decoders.get(n)?.()
  }

  /** The event that a finding is about: of its packet and, where that is known, its connection. */
  eventOfFinding({ packets, track, seen }: Finding): number | undefined {
    const packet = packets.at(-1)
    if (packet === undefined) return undefined
    const flow = (seen?.track ?? track)?.id
    const first = this.index.firstFrom(packet)
    for (let n = first; n < this.index.count && this.index.packet(n) === packet; n++) {
      if (flow === undefined || this.index.flow(n) === flow) return n
    }
    return first < this.index.count ? first : undefined
  }

  /** Those with findings stay as long as they are not most of all. */
  private makeRoom(): void {
    const over = this.conversations.filter(
      ({ final, connections }) => final && connections.every((track) => this.retired.has(track)),
    )
    const isFlagged = ({ findings }: Conversation): boolean => findings.error + findings.warning > 0
    const clean = over.filter((conversation) => !isFlagged(conversation))
    const mustGo = this.conversations.length > this.room * FLAGGED_ROOM ? over.filter(isFlagged) : []
    const leaving = new Set([...clean, ...mustGo].slice(0, this.conversations.length - this.room))
    for (const conversation of leaving) this.forget(conversation)
    this.left += leaving.size
    const staying = this.conversations.filter((conversation) => !leaving.has(conversation))
    this.conversations.splice(0, Infinity, ...staying)
    const listed = this.findings.filter(({ conversation }) => conversation === undefined || !leaving.has(conversation))
    this.findings.splice(0, Infinity, ...listed)
  }

  /** Its events stay in the timeline, and what they need of its connections. */
  private forget(conversation: Conversation): void {
    this.known.delete(conversation.id)
    for (const owner of [conversation, ...conversation.connections]) {
      this.events.delete(owner)
      this.found.delete(owner)
    }
    for (const track of conversation.connections) {
      this.tracks.delete(track.id)
      this.departed.set(track.id, track)
      track.conversation = track.peer = track.session = undefined
      track.transfers.length = 0
    }
  }

  private meet(conversation: Conversation): void {
    if (this.known.get(conversation.id) === conversation) return
    this.known.set(conversation.id, conversation)
    this.conversations.push(conversation)
    this.version++
  }

  private place(event: TimelineEvent): number {
    const { bytes, start, end, packets } = event
    if (end <= start) return placeIn(NOWHERE, 0)
    const { reader, file } = this
    if (
      reader !== undefined &&
      bytes === reader.bytes &&
      packets.length <= 1 &&
      file <= LAST_FILE &&
      this.access.has(file)
    ) {
      return placeIn(file, reader.base + start)
    }
    const offset = this.kept.add(bytes, start, end, packets)
    return offset < 0 ? placeIn(NOWHERE, 0) : placeIn(KEPT, offset)
  }

  private keepDecoder(n: number, decoder: TimelineEvent['decoder']): void {
    if (this.decoders.size >= DECODERS) this.decoders.delete(this.decoders.keys().next().value!)
    this.decoders.set(n, decoder as () => ReturnType<TimelineEvent['decode']>)
  }
}

/** Of a connection that is over the count of its frames is enough: what read them is most of what it weighs. */
function leaveReaders(track: Track): void {
  for (const side of [0, 1] as const) {
    track.peerFrames[side] = track.frames(side)
    track.flaps[side] = undefined
  }
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
