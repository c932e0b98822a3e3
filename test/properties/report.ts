import { Analyzer, type TimedPacket } from '../../src/analyzer.ts'
import { readPackets } from '../support/feed.ts'
import { coverageOf, type Coverage } from '../../src/conversation/coverage.ts'
import type { TimelineEvent } from '../../src/conversation/event.ts'
import { rail, stepMarks } from '../../src/conversation/steps.ts'
import type { Finding } from '../../src/rules/finding.ts'

/** What an analysis comes to, in lines. */
export interface Report {
  readonly events: readonly string[]
  readonly findings: readonly string[]
  readonly flows: readonly string[]
  readonly conversations: readonly string[]
  readonly transfers: readonly string[]
  readonly sure: readonly Sure[]
  readonly packets: number
  readonly coverage: readonly Coverage[]
  /** Bytes of FLAP frames that were shown, by flow. */
  readonly shown: ReadonlyMap<number, number>
}

/** A `sure` finding: what it says, about whom, and where. */
interface Sure {
  readonly code: string
  readonly who: string
  /** Cookie of its conversation, and ends of its connection and of all that belong to the conversation. */
  readonly places: readonly string[]
}

export interface ReportOptions {
  /** Bytes of the capture given at a time. */
  readonly chunk?: number
  /** Whether somebody wants to see events. */
  readonly events?: boolean
  /** Packet numbers and times, which change when packets are cut, doubled or moved. */
  readonly numbers?: boolean
}

/** Runs the analysis on the bytes of a capture, or on packets taken from one. */
export function report(
  capture: Uint8Array | readonly TimedPacket[],
  { chunk = 1 << 20, events: wantsEvents = true, numbers = true }: ReportOptions = {},
): Report {
  const events: string[] = []
  const findings: string[] = []
  const flows: string[] = []
  const conversations: string[] = []
  const transfers: string[] = []
  const accusing: Finding[] = []
  const coverage: Coverage[] = []
  const shown = new Map<number, number>()
  const packets = (list: readonly number[]): string => (numbers ? ` ${list.join(',')}` : '')
  const text = (line: string): string =>
    numbers ? line : line.replaceAll(/#\d+(-\d+)?/g, '#').replaceAll(/[\d,]+ segments?/g, 'segments')
  const analyzer = new Analyzer({
    wantsEvents,
    event(event: TimelineEvent) {
      const { track, side, protocol, name } = event
      if (event.channel >= 0) shown.set(track.id, (shown.get(track.id) ?? 0) + event.end - event.start)
      events.push(
        text(
          `${track.ends[side]}→${track.ends[side === 0 ? 1 : 0]} ${protocol} ${name} ${event.decode().summary} ${event.step ?? ''}`,
        ) + packets(event.carriedBy),
      )
    },
    flow(track) {
      const { flow, protocol, ends } = track
      const counts = numbers ? ` ${flow.packets} ${flow.stream0.bytes} ${flow.stream1.bytes}` : ''
      flows.push(`${ends.join(' ')} ${protocol} ${flow.closed} ${track.frames(0)} ${track.frames(1)}${counts}`)
      coverage.push(coverageOf(track))
    },
    conversation(conversation) {
      conversations.push(
        `${conversation.cookie} ${conversation.path} ${conversation.outcome} ${rail(stepMarks(conversation))}`,
      )
    },
    transfer({ outcome, best: { file, verdict } }) {
      transfers.push(
        `${file.described?.header.filename} ${file.received}+${file.holeBytes} of ${file.size} ${outcome} ${verdict}`,
      )
    },
    finding(finding) {
      findings.push(
        text(`${finding.code} ${finding.certainty} ${finding.severity} ${finding.message}`) + packets(finding.packets),
      )
      if (finding.certainty === 'sure') accusing.push(finding)
    },
  })
  if (capture instanceof Uint8Array) readPackets(capture, chunk, (packet) => analyzer.packet(packet))
  else {
    // One object for all packets, as a reader is: it says that they are of the same capture.
    const shared = { ...capture[0]! }
    for (const packet of capture) analyzer.packet(Object.assign(shared, packet))
  }
  analyzer.end()
  const sure = accusing.map(sureOf)
  return { events, findings, flows, conversations, transfers, sure, coverage, shown, packets: analyzer.clock.packet }
}

/** The packets of a capture, each where it lies in it: to be left out one by one, which is cheaper than writing files. */
export function packetsIn(capture: Uint8Array): TimedPacket[] {
  const packets: TimedPacket[] = []
  const view = new DataView(capture.buffer, capture.byteOffset, capture.length)
  readPackets(capture, 1 << 20, ({ base, start, stop, originalLength, linkType, seconds, nanos }) => {
    packets.push({
      bytes: capture,
      view,
      base: 0,
      start: base + start,
      stop: base + stop,
      originalLength,
      linkType,
      seconds,
      nanos,
    })
  })
  return packets
}

function sureOf({ code, who, conversation, track }: Finding): Sure {
  const tracks = [track, ...(conversation?.connections ?? [])].filter((each) => each !== undefined)
  const places = [conversation?.cookie ?? '', ...tracks.map(({ ends }) => ends.toSorted().join(' '))]
  return { code, who: who ?? '', places: places.filter((place) => place !== '') }
}

/** The lines of a report that do not depend on the order in which the two sides of a connection were captured. */
export function unordered({ events, findings, flows, conversations, transfers }: Report): unknown {
  const bySender = group(events)
  return {
    events: [...bySender].sort(([a], [b]) => (a < b ? -1 : 1)),
    // What the capture lacks is of the capture: a packet that comes twice, or later, is another hole.
    findings: findings.filter((line) => !line.startsWith('CAP-')).toSorted(),
    flows: flows.toSorted(),
    conversations: conversations.toSorted(),
    transfers: transfers.toSorted(),
  }
}

const sender = (event: string): string => event.slice(0, event.indexOf(' '))

function group(events: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const event of events) groups.set(sender(event), [...(groups.get(sender(event)) ?? []), event])
  return groups
}

/** Sure findings of `part` that `whole` does not have. */
export function excess(part: Report, whole: Report): Sure[] {
  return part.sure.filter((finding) => !whole.sure.some((known) => covers(known, finding)))
}

/** The same defect in the same place. What links a connection to its conversation, or tells which client it is, may be missing. */
function covers(known: Sure, found: Sure): boolean {
  const sameWho = found.who === known.who || found.who === 'client'
  return found.code === known.code && sameWho && found.places.some((place) => known.places.includes(place))
}
