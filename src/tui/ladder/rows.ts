import { Conversation } from '../../conversation/conversation.ts'
import type { StepMark } from '../../conversation/steps.ts'
import type { Track } from '../../conversation/track.ts'
import { findingName } from '../../report/finding-text.ts'
import type { Finding, Ghost } from '../../rules/finding.ts'
import type { EventRow, Rows } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { size } from '../text.ts'
import { laneOf, orderLanes, type Lane, type LaneMode } from './lanes.ts'

/** How an arrow is drawn: FLAP and ICBM, OFT headers, file data, TCP and proxy, what should be there and is not. */
export type Stroke = 'flap' | 'oft' | 'data' | 'tcp' | 'ghost'

interface Base {
  readonly step: number | undefined
  readonly mark: StepMark | undefined
  readonly event: number | undefined
  readonly finding: Finding | undefined
}

export interface ArrowRow extends Base {
  readonly kind: 'arrow'
  readonly stroke: Stroke
  readonly from: string
  readonly to: string
  readonly label: string
  readonly packets: string
}

/** A line of text between the arrows: a finding. */
export interface TextRow extends Base {
  readonly kind: 'text'
  readonly text: string
}

/** One segment of file data. */
export interface SegmentRow extends Base {
  readonly kind: 'segment'
  readonly text: string
  readonly packets: string
}

export type LadderRow = ArrowRow | TextRow | SegmentRow

export interface Ladder {
  readonly rows: readonly LadderRow[]
  readonly lanes: readonly Lane[]
}

export interface LadderSource {
  readonly store: Store
  readonly rows: Rows
  readonly mode: LaneMode
  readonly marks: (conversation: Conversation) => readonly StepMark[]
  readonly expanded: ReadonlyMap<number, readonly LadderRow[]>
}

interface Placed {
  /** Sorts rows: packet, then event. */
  readonly packet: number
  readonly order: number
  readonly row: LadderRow
}

const STROKES: Readonly<Record<string, Stroke>> = {
  flap: 'flap',
  snac: 'flap',
  oft2: 'oft',
  odc2: 'oft',
  ars: 'tcp',
  tcp: 'tcp',
}

/** All rows of some conversations and connections, in the order of the capture. */
export function ladder(source: LadderSource, subjects: readonly (Conversation | Track)[]): Ladder {
  const placed: Placed[] = []
  const lanes: Lane[] = []
  const seen = new Set<number>()
  for (const subject of subjects) {
    const conversation = subject instanceof Conversation ? subject : undefined
    for (const n of eventsOf(source.store, subject)) {
      if (seen.has(n)) continue
      seen.add(n)
      const event = source.rows.get(n)
      const from = laneOf(source.mode, conversation, event.track, event.entry.side)
      const to = laneOf(source.mode, conversation, event.track, event.entry.side === 0 ? 1 : 0)
      lanes.push(...inOrder(conversation, from, to))
      const row = arrow(event, from, to, conversation && source.marks(conversation))
      const order = placed.length
      placed.push({ packet: placeOf(event), order, row })
      for (const segment of source.expanded.get(n) ?? []) placed.push({ packet: placeOf(event), order, row: segment })
    }
    for (const finding of source.store.findingsOf(subject)) placed.push(...about(source, finding, subject, placed))
  }
  placed.sort((a, b) => a.packet - b.packet || a.order - b.order)
  return { rows: placed.map(({ row }) => row), lanes: orderLanes(lanes) }
}

/** The offerer's lane comes first, whoever speaks first. */
function inOrder(conversation: Conversation | undefined, from: Lane, to: Lane): Lane[] {
  const target = conversation?.target.screenName
  return target !== undefined && from.label === target ? [to, from] : [from, to]
}

function eventsOf(store: Store, subject: Conversation | Track): number[] {
  const lists = [store.eventsOf(subject)]
  if (subject instanceof Conversation) {
    for (const track of subject.connections) lists.push(store.eventsOf(track))
    // Rows of tries that came to nothing are the conversation's own events.
  }
  return [...new Set(lists.flat())].sort((a, b) => a - b)
}

/** The body of a file is told when it is over; it is drawn where it begins. */
function placeOf(event: EventRow): number {
  if (event.kind.name !== 'DATA') return event.entry.packet
  return fileOf(event)?.firstPacket ?? event.entry.packet
}

function fileOf({ track, entry }: EventRow) {
  for (const { views } of track.transfers) {
    for (const { file, track: carrier } of views) if (carrier === track && file.lastPacket === entry.packet) return file
  }
  return undefined
}

function arrow(event: EventRow, from: Lane, to: Lane, marks: readonly StepMark[] | undefined): ArrowRow {
  const { kind, entry, n } = event
  const file = kind.name === 'DATA' ? fileOf(event) : undefined
  const packets = event.packets
  const first = file?.firstPacket ?? packets[0]!
  const last = file?.lastPacket ?? packets.at(-1)!
  return {
    kind: 'arrow',
    stroke: kind.name === 'DATA' ? 'data' : (STROKES[kind.protocol] ?? 'flap'),
    from: from.key,
    to: to.key,
    label:
      file === undefined
        ? label(event)
        : `DATA ${size(file.received)} · ${file.segments} segment${file.segments === 1 ? '' : 's'}`,
    packets: first === last ? `#${entry.packet}` : `#${first}-${last}`,
    step: kind.step,
    mark: kind.step === undefined ? undefined : (marks?.[kind.step - 1] ?? 'done'),
    event: n,
    finding: undefined,
  }
}

const OFT_TYPE = 'type'

function label(event: EventRow): string {
  const { kind, decoded } = event
  if (kind.protocol === 'tcp') return `TCP ${kind.name}`
  if (kind.protocol === 'ars') return `ARS ${kind.name}`
  if (kind.protocol === 'oft2') {
    const type = decoded.nodes[0]?.children?.find((node) => node.name === OFT_TYPE)?.value
    const number = typeof type === 'number' ? ` ${type.toString(16).padStart(4, '0')}` : ''
    const name = /^(.*?) [\d,]+ B\b/.exec(decoded.summary)?.[1] ?? ''
    return `OFT${number} ${kind.name}${kind.name === 'PROMPT' && name !== '' ? ` ${name}` : ''}`
  }
  if (kind.protocol === 'odc2') return `ODC ${kind.name}`
  return rendezvousLabel(event)
}

/** `PROPOSE`, `CANCEL`: the word of the block says more than the SNAC's name. */
function rendezvousLabel({ kind, decoded }: EventRow): string {
  const word = /\b(PROPOSE|CANCEL|ACCEPT)\b/.exec(decoded.summary)?.[1]
  return word ?? kind.name.replace(/^ICBM__/, '')
}

/** Rows of a finding: the ghost of what is missing, then what is said about it. */
function about(
  source: LadderSource,
  finding: Finding,
  subject: Conversation | Track,
  placed: readonly Placed[],
): Placed[] {
  const packet = finding.packets.at(-1) ?? Infinity
  const order = placed.length
  const rows: LadderRow[] = []
  const common = { step: finding.step, finding, event: source.store.eventOfFinding(finding) }
  if (finding.ghost !== undefined && finding.ghost.isThere !== true && finding.ghost.from !== 'proxy') {
    const ends = ghostEnds(source, finding.ghost, subject, finding.track)
    if (ends !== undefined) {
      const label = `expected ${finding.ghost.name}`
      rows.push({ kind: 'arrow', stroke: 'ghost', ...ends, label, packets: 'ghost', mark: finding.severity, ...common })
    }
  }
  rows.push({ kind: 'text', text: findingName(finding), mark: finding.severity, ...common })
  return rows.map((row) => ({ packet, order, row }))
}

/** Where a message that is not there would have gone from and to. */
function ghostEnds(
  { mode }: LadderSource,
  ghost: Ghost,
  subject: Conversation | Track,
  of: Track | undefined,
): { readonly from: string; readonly to: string } | undefined {
  const conversation = subject instanceof Conversation ? subject : undefined
  const track = of ?? (subject instanceof Conversation ? subject.connections[0] : subject)
  if (track === undefined) return undefined
  const sender = track.transfers[0]?.best.file.sender ?? track.client
  const offerer = track.plain === 'flap' ? track.client : sender
  const from = ghost.from === 'sender' || ghost.from === 'offerer' ? offerer : offerer === 0 ? 1 : 0
  return {
    from: laneOf(mode, conversation, track, from).key,
    to: laneOf(mode, conversation, track, from === 0 ? 1 : 0).key,
  }
}
