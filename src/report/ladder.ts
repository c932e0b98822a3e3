import { find, type Node } from '../bytes/node.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { EventProtocol, TimelineEvent } from '../conversation/event.ts'
import type { Role } from '../conversation/message.ts'
import { stepMarks, type StepMark } from '../conversation/steps.ts'
import type { Track } from '../conversation/track.ts'
import type { Side } from '../network/flow.ts'
import type { Finding, Ghost } from '../rules/finding.ts'
import { findingName } from './finding-text.ts'
import { laneOf, orderLanes, personLane, type Lane } from './lanes.ts'
import { SEVERITY_SIGNS } from './signs.ts'

/** How an arrow is drawn: FLAP and ICBM, OFT and ODC headers, file data, TCP and proxy, what should be there and is not. */
export type Stroke = 'flap' | 'oft' | 'data' | 'tcp' | 'ghost'

/** An event, kept for a ladder that is drawn when all of its conversation is known. */
export interface LadderEvent {
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

export interface ArrowRow {
  readonly kind: 'arrow'
  readonly stroke: Stroke
  /** Keys of lanes. */
  readonly from: string
  readonly to: string
  readonly label: string
  /** Undefined for a ghost: what was not sent has no time. */
  readonly time: { readonly seconds: number; readonly nanos: number } | undefined
  readonly packets: readonly number[]
  readonly step: number | undefined
  readonly mark: StepMark | undefined
}

/** A line about a finding, below what it is about. */
export interface NoteRow {
  readonly kind: 'note'
  readonly text: string
  readonly step: number | undefined
  readonly mark: StepMark
  /** The message that is missing. */
  readonly ghost: Ghost | undefined
}

export type LadderRow = ArrowRow | NoteRow

export interface Ladder {
  readonly lanes: readonly Lane[]
  readonly rows: readonly LadderRow[]
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
  const { carriedBy: packets, track, side, protocol, step, conversation } = event
  if (conversation === undefined && track.peer === undefined) return undefined
  const isData = event.name === 'DATA'
  const { seconds, nanos } = isData ? beginningOf(event) : event
  return { packets, seconds, nanos, track, side, protocol, step, label: labelOf(event), isData }
}

/** When the body of a file began, to the microsecond. */
function beginningOf({ track, seconds, nanos, carriedBy }: TimelineEvent): { seconds: number; nanos: number } {
  const views = track.transfers.flatMap((transfer) => transfer.views)
  const file = views.find((view) => view.track === track && view.file.firstPacket === carriedBy[0])?.file
  if (file === undefined) return { seconds, nanos }
  const micros = Math.round((file.firstTime % 1) * 1e6)
  return { seconds: Math.floor(file.firstTime) + Math.floor(micros / 1e6), nanos: (micros % 1e6) * 1000 }
}

/** The rows of a conversation, or of a connection without one, in the order of the capture, findings in place. */
export function ladder(
  subject: Conversation | Track,
  events: readonly LadderEvent[],
  findings: readonly Finding[],
): Ladder {
  const conversation = 'cookie' in subject ? subject : undefined
  const marks = conversation && stepMarks(conversation)
  const lanes: Lane[] = []
  const placed: { readonly packet: number; readonly row: LadderRow }[] = []
  for (const event of events) {
    const { track, side, seconds, nanos, packets, step, label } = event
    const from = laneOf(conversation, track, side)
    const to = laneOf(conversation, track, side === 0 ? 1 : 0)
    lanes.push(from, to)
    const stroke = event.isData ? 'data' : STROKES[event.protocol]
    const mark = step === undefined ? undefined : eventMark(marks?.[step - 1], event.protocol)
    const time = { seconds, nanos }
    const row: ArrowRow = { kind: 'arrow', stroke, from: from.key, to: to.key, label, time, packets, step, mark }
    // The body of a file is told when it is over; it is drawn where it begins.
    placed.push({ packet: event.isData ? packets[0]! : packets.at(-1)!, row })
  }
  for (const finding of findings) {
    const { ghost, packets, step, severity } = finding
    const packet = (ghost === undefined ? packets.at(-1) : packets[0]) ?? Infinity
    const missing = ghost && ghost.isThere !== true ? ghostRow(finding, ghost, conversation) : undefined
    if (missing !== undefined) placed.push({ packet, row: missing })
    const text = `${SEVERITY_SIGNS[severity]} ${findingName(finding)}`
    placed.push({ packet, row: { kind: 'note', text, step, mark: severity, ghost } })
  }
  const offerer = conversation && personLane(conversation, 'offerer')
  const rows = placed.toSorted((left, right) => left.packet - right.packet).map(({ row }) => row)
  return { rows, lanes: orderLanes(lanes, lanes.some(({ key }) => key === offerer?.key) ? offerer : undefined) }
}

/** Of an event itself: errors have rows of their own. */
function eventMark(mark: StepMark | undefined, protocol: EventProtocol): StepMark {
  return mark === 'tried' && protocol === 'tcp' ? 'tried' : 'done'
}

function ghostRow(finding: Finding, ghost: Ghost, conversation: Conversation | undefined): ArrowRow | undefined {
  // Which of the two the proxy left out is told by the finding.
  if (conversation === undefined || ghost.from === 'proxy') return undefined
  const from = roleOf(ghost.from, conversation)
  return {
    kind: 'arrow',
    stroke: 'ghost',
    from: personLane(conversation, from).key,
    to: personLane(conversation, from === 'offerer' ? 'target' : 'offerer').key,
    label: `expected ${ghost.name}`,
    time: undefined,
    packets: [],
    step: finding.step,
    mark: finding.severity,
  }
}

function roleOf(from: Exclude<Ghost['from'], 'proxy'>, { serviceName }: Conversation): Role {
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
