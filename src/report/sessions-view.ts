/** Sessions as text and as records: who signed on with what, over which connections, how far it got, what was asked in vain. */
import type { Json } from '../bytes/node.ts'
import type { Connection, Session, Sessions } from '../conversation/sessions.ts'
import { softwareText } from '../conversation/software.ts'
import type { RateClass } from '../conversation/rates.ts'
import type { Track } from '../conversation/track.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import { counted } from './amount.ts'
import { softwareRecord } from './records.ts'
import type { Paint } from './signs.ts'
import { tableLines } from './table.ts'
import { between, isoTime } from './time.ts'
import type { TimeColumn } from './time-column.ts'
import { QuietView } from './view.ts'

/** Collects the sessions of a capture. */
export class SessionsView extends QuietView {
  readonly wantsEvents = true
  private readonly book: Sessions

  constructor(book: Sessions) {
    super()
    this.book = book
  }

  override event(event: TimelineEvent): void {
    this.book.event(event)
  }

  override flow(track: Track): void {
    this.book.flow(track)
  }

  override end(): void {
    this.book.joinByName()
  }
}

const COLUMNS = [
  { title: '  Flow', align: 'right' },
  { title: 'Start', align: 'right' },
  { title: 'What' },
  { title: 'Client → Server' },
  { title: 'Signed on' },
  { title: 'Requests' },
  { title: 'Lowest rate' },
  { title: 'Closed' },
] as const

export interface SessionsText {
  readonly time: TimeColumn
  readonly paint: Paint
  /** The steps of each sign-on, and every request in vain. */
  readonly details: boolean
}

export function sessionLines(session: Session, { time, paint, details }: SessionsText): string[] {
  const { screenName = '(nobody named)', software, connections } = session
  const program = software === undefined ? '' : ` · ${softwareText(software)} ${paint('dim', `(${software.evidence})`)}`
  const rows = connections.map((connection) => {
    const { flow, id, ends, client, server } = connection.track
    return [
      `  ${id}`,
      time.text(flow.startSeconds, flow.startNanos),
      connection.role,
      `${ends[client]} → ${ends[server]}`,
      signedOn(connection),
      requestsText(connection),
      rateText(connection),
      [flow.closed, connection.reason].filter((part) => part !== undefined).join(', '),
    ]
  })
  const lines = [`${paint('strong', `session ${session.id} · ${screenName}`)}${program}`, ...tableLines(COLUMNS, rows)]
  if (details) for (const connection of connections) lines.push('', ...detailLines(connection, time))
  return lines
}

/** `0.065 s`, or the step that did not come. */
function signedOn(connection: Connection): string {
  const { stalledAt, milestones, track } = connection
  if (stalledAt !== undefined) return `${track.flow.closed === 'open' ? 'waits for' : 'no'} ${stalledAt}`
  const last = milestones.findLast(({ name }) => !name.startsWith('SIGNOFF'))
  if (last === undefined || !connection.isOnline) return '?'
  return `${between(track.flow.startSeconds, track.flow.startNanos, last.seconds, last.nanos).toFixed(3)} s`
}

function requestsText({ track }: Connection): string {
  const requests = track.talk?.requests
  if (requests === undefined) return ''
  const { answered, errors, unanswered, strayReplies, slowest } = requests
  const parts = [
    `${answered} answered`,
    errors > 0 && counted(errors, 'error'),
    unanswered.length > 0 && `${unanswered.length} unanswered`,
    strayReplies.length > 0 && `${strayReplies.length} nobody asked for`,
    slowest !== undefined && `slowest ${slowest.seconds.toFixed(3)} s`,
  ]
  return parts.filter((part) => part !== false).join(', ')
}

/** The class that came nearest to its limit. */
function rateText({ track }: Connection): string {
  const used = ratesOf(track).filter(({ lowest }) => lowest !== undefined)
  const worst = used.toSorted((a, b) => a.lowest!.level - a.limit - (b.lowest!.level - b.limit))[0]
  if (worst === undefined) return ''
  const { id, lowest, limit } = worst
  return `class ${id}: ${lowest!.level} (${lowest!.state}, limit ${limit})`
}

const ratesOf = (track: Track): RateClass[] => [...(track.talk?.rates.classes.values() ?? [])]

function detailLines({ track, role, milestones }: Connection, time: TimeColumn): string[] {
  const lines = [`  flow ${track.id} · ${role}`]
  for (const { name, packet, seconds, nanos } of milestones)
    lines.push(`    ${time.text(seconds, nanos)}  ${name}  #${packet}`)
  const { requests, rates } = track.talk ?? {}
  for (const { name, packet } of requests?.unanswered ?? []) lines.push(`    unanswered  ${name}  #${packet}`)
  for (const { name, packet } of requests?.strayReplies ?? []) lines.push(`    nobody asked for  ${name}  #${packet}`)
  for (const rate of rates?.classes.values() ?? []) {
    for (const { packet, state, level } of rate.changes)
      lines.push(`    rate class ${rate.id} at ${level}: ${state} (computed)  #${packet}`)
    for (const { packet, code, level, computed } of rate.told)
      lines.push(`    rate class ${rate.id} at ${level}: ${code} (server; computed ${computed})  #${packet}`)
  }
  return lines
}

export function sessionRecord(session: Session, digits: 6 | 9): { readonly [key: string]: Json } {
  return {
    type: 'session',
    id: session.id,
    screenName: session.screenName ?? null,
    software: softwareRecord(session.software),
    connections: session.connections.map((connection) => connectionRecord(connection, digits)),
  }
}

function connectionRecord(connection: Connection, digits: 6 | 9): Json {
  const { track, role, cookieFrom, milestones, reason, stalledAt } = connection
  const { requests } = track.talk ?? {}
  return {
    flow: track.id,
    role,
    client: track.ends[track.client],
    server: track.ends[track.server],
    start: isoTime(track.flow.startSeconds, track.flow.startNanos, digits),
    cookieFrom: cookieFrom ?? null,
    signOn: milestones.map(({ name, packet, seconds, nanos }) => ({
      name,
      packet,
      time: isoTime(seconds, nanos, digits),
    })),
    stalledAt: stalledAt ?? null,
    closed: track.flow.closed,
    reason: reason ?? null,
    requests: {
      answered: requests?.answered ?? 0,
      errors: requests?.errors ?? 0,
      slowest:
        requests?.slowest === undefined
          ? null
          : {
              name: requests.slowest.request.name,
              packet: requests.slowest.request.packet,
              seconds: requests.slowest.seconds,
            },
      unanswered: (requests?.unanswered ?? []).map(({ name, requestId, packet }) => ({ name, requestId, packet })),
      strays: (requests?.strayReplies ?? []).map(({ name, requestId, packet }) => ({ name, requestId, packet })),
    },
    rates: ratesOf(track).map(({ id, window, alert, limit, disconnect, level, sent, lowest, changes, told }) => ({
      class: id,
      window,
      alert,
      limit,
      disconnect,
      level: Math.round(level),
      sent,
      lowest: lowest === undefined ? null : { ...lowest },
      predicted: changes.map((change) => ({ ...change })),
      server: told.map((word) => ({ ...word })),
    })),
  }
}
