import { find, type Node } from '../bytes/node.ts'
import type { Conversation } from '../conversation/conversation.ts'
import { bytesText } from '../conversation/describe.ts'
import type { EventProtocol, TimelineEvent } from '../conversation/event.ts'
import type { Role } from '../conversation/message.ts'
import { stepMarks, type StepMark } from '../conversation/steps.ts'
import type { Track } from '../conversation/track.ts'
import type { Side } from '../network/flow.ts'
import type { Finding, Ghost } from '../rules/finding.ts'
import { findingName } from './finding-text.ts'
import { laneOf, offererSide, orderLanes, personLane, type Lane, type LaneMode } from './lanes.ts'
import { SEVERITY_SIGNS } from './signs.ts'

/** How an arrow is drawn: FLAP and ICBM, OFT and ODC headers, file data, TCP and proxy, what should be there and is not. */
export type Stroke = 'flap' | 'oft' | 'data' | 'tcp' | 'ghost'

/** An event, kept for a ladder that is drawn when all of its conversation is known. */
export interface LadderEvent {
  readonly n: number
  readonly packets: readonly number[]
  readonly seconds: number
  readonly nanos: number
  readonly track: Track
  readonly side: Side
  readonly protocol: EventProtocol
  readonly step: number | undefined
  readonly label: string
  readonly isData: boolean
}

interface Row {
  readonly step: number | undefined
  readonly mark: StepMark | undefined
  /** Number of the event that it is, or is a part of. */
  readonly event: number | undefined
  readonly finding: Finding | undefined
}

export interface ArrowRow extends Row {
  readonly kind: 'arrow'
  readonly stroke: Stroke
  /** Keys of lanes. */
  readonly from: string
  readonly to: string
  readonly label: string
  /** Undefined for a ghost: what was not sent has no time. */
  readonly time: { readonly seconds: number; readonly nanos: number } | undefined
  readonly packets: readonly number[]
}

/** A line about a finding, below what it is about. */
export interface NoteRow extends Row {
  readonly kind: 'note'
  readonly text: string
}

/** One segment of a file's data, where the row of the data is taken apart. */
export interface SegmentRow extends Row {
  readonly kind: 'segment'
  readonly text: string
  readonly packets: readonly number[]
}

export type LadderRow = ArrowRow | NoteRow | SegmentRow

export interface Ladder {
  readonly lanes: readonly Lane[]
  readonly rows: readonly LadderRow[]
}

/** What one ladder is drawn of; several conversations can be on one. */
export interface LadderPart {
  /** A conversation, or a connection without one. */
  readonly subject: Conversation | Track
  readonly events: readonly LadderEvent[]
  readonly findings: readonly Finding[]
}

export interface LadderOptions {
  readonly lanes?: LaneMode
  /** Segments by the number of the data's event. */
  readonly segments?: ReadonlyMap<number, readonly SegmentRow[]>
}

interface Placed {
  readonly packet: number
  readonly row: LadderRow
}

const STROKES: Readonly<Record<EventProtocol, Stroke>> = {
  flap: 'flap',
  snac: 'flap',
  oft2: 'oft',
  odc2: 'oft',
  ars: 'tcp',
  tcp: 'tcp',
}

/** What a ladder needs of an event; undefined when it cannot be part of one. */
export function ladderEvent(event: TimelineEvent): LadderEvent | undefined {
  const { n, carriedBy: packets, track, side, protocol, step, conversation } = event
  if (conversation === undefined && track.peer === undefined) return undefined
  const isData = event.name === 'DATA'
  const { seconds, nanos } = isData ? beginningOf(event) : event
  return { n, packets, seconds, nanos, track, side, protocol, step, label: labelOf(event), isData }
}

/** When the body of a file began, to the microsecond. */
function beginningOf({ track, seconds, nanos, carriedBy }: TimelineEvent): { seconds: number; nanos: number } {
  const views = track.transfers.flatMap((transfer) => transfer.views)
  const file = views.find((view) => view.track === track && view.file.firstPacket === carriedBy[0])?.file
  if (file === undefined) return { seconds, nanos }
  const micros = Math.round((file.firstTime % 1) * 1e6)
  return { seconds: Math.floor(file.firstTime) + Math.floor(micros / 1e6), nanos: (micros % 1e6) * 1000 }
}

/** The rows of conversations and of connections without one, in the order of the capture, findings in place. */
export function ladder(parts: readonly LadderPart[], options: LadderOptions = {}): Ladder {
  const { lanes: mode = 'people', segments } = options
  const lanes: Lane[] = []
  const placed: Placed[] = []
  const seen = new Set<number>()
  for (const part of parts) {
    const conversation = 'cookie' in part.subject ? part.subject : undefined
    const marks = conversation && stepMarks(conversation)
    for (const event of part.events) {
      if (seen.has(event.n)) continue
      seen.add(event.n)
      const from = laneOf(mode, conversation, event.track, event.side)
      const to = laneOf(mode, conversation, event.track, event.side === 0 ? 1 : 0)
      lanes.push(from, to)
      // The body of a file is told when it is over; it is drawn where it begins.
      const packet = event.isData ? event.packets[0]! : event.packets.at(-1)!
      placed.push({ packet, row: eventRow(event, from, to, marks) })
      for (const row of segments?.get(event.n) ?? []) placed.push({ packet, row })
    }
    for (const finding of part.findings) placed.push(...findingRows(finding, part, mode))
  }
  const rows = placed.toSorted((left, right) => left.packet - right.packet).map(({ row }) => row)
  return { rows, lanes: orderLanes(lanes) }
}

function eventRow(event: LadderEvent, from: Lane, to: Lane, marks: readonly StepMark[] | undefined): ArrowRow {
  const { n, seconds, nanos, packets, step, protocol, isData } = event
  return {
    kind: 'arrow',
    stroke: isData ? 'data' : STROKES[protocol],
    from: from.key,
    to: to.key,
    label: `${event.label}${isData ? repeatedText(event) : ''}`,
    time: { seconds, nanos },
    packets,
    step,
    mark: step === undefined ? undefined : eventMark(marks?.[step - 1], protocol),
    event: n,
    finding: undefined,
  }
}

/** Retransmissions are marked where the data is one row; its segments show which they are. */
function repeatedText({ track, side }: LadderEvent): string {
  const { repeated } = track.flow.stream(side)
  return repeated === 0 ? '' : ` · ${SEVERITY_SIGNS.warning} ${bytesText(repeated)} sent again`
}

/** Of an event itself: errors have rows of their own. */
function eventMark(mark: StepMark | undefined, protocol: EventProtocol): StepMark {
  return mark === 'tried' && protocol === 'tcp' ? 'tried' : 'done'
}

/** What is missing, and what is said about it or about what is there. */
function findingRows(finding: Finding, { subject, events }: LadderPart, mode: LaneMode): Placed[] {
  const { ghost, packets, step, severity } = finding
  const packet = (ghost === undefined ? packets.at(-1) : packets[0]) ?? Infinity
  const event = eventOf(finding, events)
  const missing =
    ghost !== undefined && ghost.isThere !== true && ghost.from !== 'proxy'
      ? ghostRow(finding, ghost, ghost.from, subject, mode, event)
      : undefined
  const text = `${SEVERITY_SIGNS[severity]} ${findingName(finding)}`
  const note: NoteRow = {
    kind: 'note',
    text,
    step: missing === undefined ? step : undefined,
    mark: severity,
    event,
    finding,
  }
  return (missing === undefined ? [note] : [missing, note]).map((row) => ({ packet, row }))
}

/** The event of the finding's last packet, on its own connection where that is told. */
function eventOf({ packets, seen, track }: Finding, events: readonly LadderEvent[]): number | undefined {
  const packet = packets.at(-1)
  const own = seen?.track ?? track
  const inPacket = events.filter((event) => event.packets.includes(packet ?? -1))
  return (inPacket.find((event) => own === undefined || event.track === own) ?? inPacket[0])?.n
}

/** Which of the two the proxy left out is told by the finding: that has no row. */
type Missing = Exclude<Ghost['from'], 'proxy'>

function ghostRow(
  finding: Finding,
  { name }: Ghost,
  from: Missing,
  subject: Conversation | Track,
  mode: LaneMode,
  event: number | undefined,
): ArrowRow {
  return {
    kind: 'arrow',
    stroke: 'ghost',
    ...ghostEnds(finding, from, subject, mode),
    label: `expected ${name}`,
    time: undefined,
    packets: [],
    step: finding.step,
    mark: finding.severity,
    event,
    finding,
  }
}

/** The lanes that a message which is not there would have gone from and to. */
function ghostEnds(
  { track, transfer }: Finding,
  from: Missing,
  subject: Conversation | Track,
  mode: LaneMode,
): { readonly from: string; readonly to: string } {
  if (!('cookie' in subject)) {
    const sender = transfer?.best.file.sender ?? subject.client
    const side = from === 'sender' || from === 'offerer' ? sender : other(sender)
    return endsOf(mode, undefined, subject, side)
  }
  const role = roleOf(from, subject)
  const carrier = track ?? transfer?.best.track ?? subject.connections[0]
  if (mode === 'people' || carrier === undefined) {
    const target = personLane(subject, role === 'offerer' ? 'target' : 'offerer')
    return { from: personLane(subject, role).key, to: target.key }
  }
  const offerer = carrier.plain === 'flap' ? carrier.client : offererSide(subject, carrier)
  return endsOf(mode, subject, carrier, role === 'offerer' ? offerer : other(offerer))
}

function endsOf(mode: LaneMode, conversation: Conversation | undefined, track: Track, side: Side) {
  return {
    from: laneOf(mode, conversation, track, side).key,
    to: laneOf(mode, conversation, track, other(side)).key,
  }
}

const other = (side: Side): Side => (side === 0 ? 1 : 0)

function roleOf(from: Missing, { serviceName }: Conversation): Role {
  if (from === 'offerer' || from === 'target') return from
  return (from === 'sender') === (serviceName !== 'get-file') ? 'offerer' : 'target'
}

const TCP_LABELS: Readonly<Record<string, string>> = {
  CONNECT: 'TCP connect',
  REFUSED: 'TCP refused',
  CLOSED: 'TCP closed',
  CLOSE: 'FIN',
  RESET: 'RST',
}

function labelOf(event: TimelineEvent): string {
  const { name, protocol, track } = event
  if (protocol === 'tcp')
    return name === 'CONNECT' ? `TCP connect :${track.flow.port(track.server)}` : (TCP_LABELS[name] ?? name)
  if (protocol === 'ars') return `ARS ${name}`
  const { summary, nodes } = event.decode()
  if (protocol === 'odc2') return `ODC ${name}`
  if (protocol === 'oft2') return name === 'DATA' ? `DATA ${summary}` : oftLabel(name, nodes[0])
  const block = nodes.find((node) => node.name === 'rendezvous')
  return block === undefined ? name.replace(/^ICBM__/, '') : rendezvousLabel(block)
}

/** `OFT 0101 PROMPT noack.bin` */
function oftLabel(name: string, header: Node | undefined): string {
  const type = header && find(header, 'type')?.value
  const number = typeof type === 'number' ? ` ${type.toString(16).padStart(4, '0')}` : ''
  const file = header && find(header, 'filename')?.value
  return `OFT${number} ${name}${name === 'PROMPT' && typeof file === 'string' ? ` ${file}` : ''}`
}

/** `PROPOSE`, `PROPOSE 3 proxy`, `CANCEL USER` */
function rendezvousLabel(block: Node): string {
  const type = find(block, 'type')
  const number = find(block, 'SEQUENCE_NUM')?.value
  const reason = find(block, 'CANCEL_REASON')
  return [
    type?.label ?? String(type?.value),
    typeof number === 'number' && number !== 1 ? String(number) : '',
    find(block, 'USE_ARS') === undefined ? '' : 'proxy',
    reason?.label ?? '',
  ]
    .filter((word) => word !== '')
    .join(' ')
}
