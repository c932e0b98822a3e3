import { hex } from '../../bytes/hex.ts'
import type { Node } from '../../bytes/node.ts'
import { describeData } from '../../conversation/describe.ts'
import type { Decoded } from '../../conversation/event.ts'
import type { Track } from '../../conversation/track.ts'
import type { OftFile } from '../../peer/oft-file.ts'
import type { Kind } from './kinds.ts'
import { HEAD_LENGTH, MESSAGE_LENGTH, UNDECODED } from './decode.ts'
import { offsetOf, sourceOf, type IndexEntry } from './event-index.ts'
import { KEPT, NOWHERE, type Store } from './store.ts'

/** Rows that stay decoded: a few screens of them. */
const CACHED = 512

/** Name of the event that is the body of a file. */
export const BODY = 'DATA'

const NO_BYTES = new Uint8Array(0)

/** One event, read again. The bytes and the tree are made when they are asked for. */
export class EventRow {
  readonly n: number
  readonly entry: IndexEntry
  readonly kind: Kind
  readonly track: Track
  private readonly store: Store
  private content: { readonly bytes: Uint8Array; readonly packets: readonly number[] } | undefined
  private tree: Decoded | undefined

  constructor(store: Store, n: number) {
    this.store = store
    this.n = n
    this.entry = store.index.at(n)
    this.kind = store.kinds.get(this.entry.kind)
    this.track = store.trackOf(n)
  }

  get bytes(): Uint8Array {
    return (this.content ??= this.read()).bytes
  }

  /** All packets that carried it; of the body of a file the first and the last. */
  get packets(): readonly number[] {
    const { packets } = (this.content ??= this.read())
    if (packets.length > 0) return packets
    const { file } = this
    return file === undefined ? [this.entry.packet] : [file.firstPacket, file.lastPacket]
  }

  /** The file that this is the body of. */
  get file(): OftFile | undefined {
    const { kind, entry, track } = this
    if (kind.name !== BODY) return undefined
    const views = track.transfers.flatMap((transfer) => transfer.views)
    return views.find((view) => view.track === track && view.file.lastPacket === entry.packet)?.file
  }

  get decoded(): Decoded {
    return (this.tree ??= this.decode())
  }

  /** The line of the timeline: name and summary. */
  get text(): string {
    const { summary } = this.decoded
    return summary === '' ? this.kind.name : `${this.kind.name} ${summary}`
  }

  /** Names and values of all fields, for searching; secrets are left out. */
  get fieldText(): string {
    return this.decoded.nodes.map(nodeText).join(' ')
  }

  get hexText(): string {
    return hex(this.bytes)
  }

  private read(): { readonly bytes: Uint8Array; readonly packets: readonly number[] } {
    const { place } = this.entry
    const source = sourceOf(place)
    if (source === NOWHERE) return { bytes: NO_BYTES, packets: [] }
    if (source === KEPT) return this.store.kept.get(offsetOf(place)) ?? { bytes: NO_BYTES, packets: [] }
    const { access } = this.store
    const head = access.read(source, offsetOf(place), HEAD_LENGTH)
    const length = MESSAGE_LENGTH[this.kind.protocol](head)
    return { bytes: access.read(source, offsetOf(place), length).slice(), packets: [] }
  }

  private decode(): Decoded {
    const { bytes, store } = this
    if (bytes.length === 0) {
      const { file } = this
      return file === undefined ? (store.description(this.n) ?? UNDECODED) : describeData(file)
    }
    return store.decoder.decode(this.kind.protocol, bytes, this.track, this.entry.side)
  }
}

/** Events by number; those that were looked at last stay decoded. */
export class Rows {
  private readonly store: Store
  private readonly cache = new Map<number, EventRow>()

  constructor(store: Store) {
    this.store = store
  }

  get(n: number): EventRow {
    const known = this.cache.get(n)
    if (known !== undefined) return known
    const row = new EventRow(this.store, n)
    if (this.cache.size >= CACHED) this.cache.delete(this.cache.keys().next().value!)
    this.cache.set(n, row)
    return row
  }

  /** Without a place in the cache: for passing over all of them. */
  pass(n: number): EventRow {
    return this.cache.get(n) ?? new EventRow(this.store, n)
  }
}

function nodeText(node: Node): string {
  if (node.secret) return node.name
  const parts = [node.name, node.value ?? '', node.label ?? '', ...(node.flags ?? [])]
  return [...parts, ...(node.children ?? []).map(nodeText)].join(' ')
}
