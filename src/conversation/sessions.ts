/**
 * A user's session: the connection to the authorizer, the one it sends the client to, and those to further services, joined by
 * the cookie that one hands out and the next one signs on with; where no cookie was seen, by the screen name. Made of events,
 * for those who look at all of them.
 */
import type { Node } from '../bytes/node.ts'
import { LIMITS } from '../limits.ts'
import { FOODGROUPS, normalizeScreenName } from '../oscar/index.ts'
import type { TimelineEvent } from './event.ts'
import { Recent } from './recent.ts'
import { softwareOfTracks, type Software } from './software.ts'
import type { Track } from './track.ts'

/** A step of the sign-on that was seen. */
export interface Milestone {
  readonly name: string
  readonly packet: number
  readonly seconds: number
  readonly nanos: number
}

/** Steps of a sign-on in their order, by the SNAC that takes each. `optional` ones say nothing when they are missing. */
const BOS_STEPS = [
  'SIGNON (server)',
  'SIGNON (client)',
  'OSERVICE__HOST_ONLINE',
  'OSERVICE__CLIENT_VERSIONS',
  'OSERVICE__HOST_VERSIONS',
  'OSERVICE__RATE_PARAMS_QUERY',
  'OSERVICE__RATE_PARAMS_REPLY',
  'OSERVICE__CLIENT_ONLINE',
]
const LOGIN_STEPS = [
  'BUCP__CHALLENGE_REQUEST',
  'BUCP__CHALLENGE_RESPONSE',
  'BUCP__LOGIN_REQUEST',
  'BUCP__LOGIN_RESPONSE',
]
const STEPS = new Set([...BOS_STEPS, ...LOGIN_STEPS, 'SIGNOFF (server)', 'SIGNOFF (client)'])

/** A connection of a session. */
export class Connection {
  readonly track: Track
  /** What it is for: `authorizer`, `BOS`, or the foodgroup of the service. */
  role: string
  /** Number of the packet with the cookie that it signed on with. */
  cookieFrom: number | undefined
  readonly milestones: Milestone[] = []
  /** Why the login failed or the server hung up. */
  reason: string | undefined
  over = false

  constructor(track: Track, role: string) {
    this.track = track
    this.role = role
  }

  get isOnline(): boolean {
    return this.has('OSERVICE__CLIENT_ONLINE') || this.has('BUCP__LOGIN_RESPONSE') || this.handedOn
  }

  /** The oldest login is answered by a sign-off. */
  handedOn = false

  /** The step that should have come and did not; undefined when the sign-on went through, or when the capture lacks some of it. */
  get stalledAt(): string | undefined {
    if (this.isOnline || this.milestones.length === 0 || !this.track.intact) return undefined
    const steps = this.role === 'authorizer' ? ['SIGNON (server)', 'SIGNON (client)', ...LOGIN_STEPS] : BOS_STEPS
    const last = steps.findLastIndex((step) => this.has(step))
    return steps.slice(last + 1).find((step) => !this.has(step))
  }

  get wentWell(): boolean {
    return this.reason === undefined && this.stalledAt === undefined
  }

  has(name: string): boolean {
    return this.milestones.some((step) => step.name === name)
  }
}

export class Session {
  readonly id: number
  screenName: string | undefined
  readonly connections: Connection[] = []

  constructor(id: number) {
    this.id = id
  }

  get software(): Software | undefined {
    return softwareOfTracks(this.connections.map(({ track }) => track))
  }
}

interface Handout {
  readonly session: Session
  readonly role: string
  readonly packet: number
}

export class Sessions {
  readonly all: Session[] = []
  /** Sessions that have left because there were too many. */
  left = 0
  private full = LIMITS.sessions.value
  private readonly byTrack = new Map<Track, readonly [Session, Connection]>()
  private readonly cookies = new Recent<string, Handout>(LIMITS.tombstones.value)
  /** Foodgroup that a connection asked for with this request id. */
  private readonly asked = new Recent<string, number>(LIMITS.tombstones.value)

  event(event: TimelineEvent): void {
    if (event.channel < 0) return
    const [session, connection] = this.of(event.track)
    session.screenName ??= event.track.screenName
    this.mark(connection, event)
    const read = READERS.get(event.name)
    if (read !== undefined) read(this, session, connection, event, event.decode().nodes)
  }

  flow(track: Track): void {
    const known = this.byTrack.get(track)
    if (known === undefined) return
    known[0].screenName = track.screenName ?? known[0].screenName
    known[1].over = true
    this.byTrack.delete(track)
  }

  private of(track: Track): readonly [Session, Connection] {
    const known = this.byTrack.get(track)
    if (known !== undefined) return known
    if (this.all.length >= this.full) this.makeRoom()
    const session = new Session(this.left + this.all.length + 1)
    const connection = new Connection(track, 'server')
    this.all.push(session)
    session.connections.push(connection)
    return this.put(session, connection)
  }

  /** The oldest leave that are over, those first in which nothing went wrong; many at once, so that each costs little. */
  private makeRoom(): void {
    const over = this.all.filter(({ connections }) => connections.every(({ track }) => track.over))
    const fine = over.filter(({ connections }) => connections.every((each) => each.wentWell))
    const leaving = new Set([...fine, ...over].slice(0, 1 + (this.all.length >> 3)))
    const staying = this.all.filter((session) => !leaving.has(session))
    this.all.splice(0, Infinity, ...staying)
    this.left += leaving.size
    this.full = Math.max(LIMITS.sessions.value, this.all.length + (this.all.length >> 3))
  }

  private put(session: Session, connection: Connection): readonly [Session, Connection] {
    const both = [session, connection] as const
    this.byTrack.set(connection.track, both)
    return both
  }

  private mark(connection: Connection, event: TimelineEvent): void {
    const side = event.fromClient ? 'client' : 'server'
    const name = event.foodgroup < 0 ? `${event.name} (${side})` : event.name
    if (!STEPS.has(name) || connection.has(name)) return
    const { packet, seconds, nanos } = event
    connection.milestones.push({ name, packet, seconds, nanos })
  }

  /** A client signs on: with a cookie it goes on with the session that it was handed to. */
  signsOn(session: Session, connection: Connection, nodes: readonly Node[]): void {
    const cookie = textOf(nodes, 'LOGIN_COOKIE')
    if (cookie === undefined) {
      connection.role = 'authorizer'
      return
    }
    if (connection.role === 'server') connection.role = 'BOS'
    const from = this.cookies.get(cookie)
    if (from === undefined) return
    connection.role = from.role
    connection.cookieFrom = from.packet
    if (from.session === session) return
    this.move(session, connection, from.session)
  }

  private move(session: Session, connection: Connection, to: Session): void {
    session.connections.splice(session.connections.indexOf(connection), 1)
    if (session.connections.length === 0) this.all.splice(this.all.indexOf(session), 1)
    to.connections.push(connection)
    this.put(to, connection)
  }

  /** A server hands out a cookie. */
  handsOut(session: Session, event: TimelineEvent, nodes: readonly Node[], role: string): void {
    const cookie = textOf(nodes, 'LOGIN_COOKIE')
    if (cookie !== undefined) this.cookies.set(cookie, { session, role, packet: event.packet })
  }

  asks({ track, requestId }: TimelineEvent, foodgroup: number): void {
    this.asked.set(`${track.id} ${requestId}`, foodgroup)
  }

  serviceOf({ track, requestId }: TimelineEvent, nodes: readonly Node[]): string {
    const group = nodes.find(({ name }) => name === 'GROUP_ID')?.value
    const foodgroup = typeof group === 'number' ? group : this.asked.get(`${track.id} ${requestId}`)
    return FOODGROUPS.get(foodgroup ?? -1)?.name ?? 'service'
  }

  /** Sessions of one user whose connections no cookie joins: each was signed on with a cookie from before the capture. */
  joinByName(): void {
    const byName = new Map<string, Session>()
    for (const session of [...this.all]) {
      if (session.screenName === undefined) continue
      const name = normalizeScreenName(session.screenName)
      const first = byName.get(name)
      const [only] = session.connections
      const isLate = session.connections.length === 1 && only!.role !== 'BOS' && only!.role !== 'authorizer'
      if (first !== undefined && isLate) this.move(session, only!, first)
      else byName.set(name, session)
    }
  }
}

type Reader = (
  sessions: Sessions,
  session: Session,
  connection: Connection,
  event: TimelineEvent,
  nodes: readonly Node[],
) => void

const READERS = new Map<string, Reader>([
  [
    'SIGNON',
    (sessions, session, connection, event, nodes) => {
      if (event.fromClient) sessions.signsOn(session, connection, nodes)
    },
  ],
  [
    'SIGNOFF',
    (sessions, session, connection, event, nodes) => {
      sessions.handsOut(session, event, nodes, 'BOS')
      connection.handedOn ||= textOf(nodes, 'LOGIN_COOKIE') !== undefined
      connection.reason = labelOf(nodes, 'DISCONNECT_REASON') ?? labelOf(nodes, 'ERROR_SUBCODE') ?? connection.reason
    },
  ],
  [
    'BUCP__LOGIN_REQUEST',
    (_sessions, _session, connection) => {
      connection.role = 'authorizer'
    },
  ],
  [
    'BUCP__LOGIN_RESPONSE',
    (sessions, session, connection, event, nodes) => {
      connection.reason = labelOf(nodes, 'ERROR_SUBCODE')
      sessions.handsOut(session, event, nodes, 'BOS')
    },
  ],
  [
    'OSERVICE__SERVICE_REQUEST',
    (sessions, _session, _connection, event, nodes) => {
      const foodgroup = nodes.find(({ name }) => name === 'foodgroup')?.value
      if (typeof foodgroup === 'number') sessions.asks(event, foodgroup)
    },
  ],
  [
    'OSERVICE__SERVICE_RESPONSE',
    (sessions, session, _connection, event, nodes) => {
      sessions.handsOut(session, event, nodes, sessions.serviceOf(event, nodes))
    },
  ],
  [
    'OSERVICE__MIGRATE_GROUPS',
    (sessions, session, connection, event, nodes) => sessions.handsOut(session, event, nodes, connection.role),
  ],
])

function textOf(nodes: readonly Node[], name: string): string | undefined {
  const value = nodes.find((node) => node.name === name)?.value
  return typeof value === 'string' && value !== '' ? value : undefined
}

function labelOf(nodes: readonly Node[], name: string): string | undefined {
  const node = nodes.find((each) => each.name === name)
  return node === undefined ? undefined : (node.label ?? String(node.value))
}
