/**
 * Connections to servers inside of the ICQ tunnel through HTTP. What belongs to one is spread over as many HTTP connections
 * as the client likes; the id of the session and the connection's number in it say what that is.
 */
import { u16 } from '../bytes/read.ts'
import { LIMITS } from '../limits.ts'
import type { Flow, Side } from '../network/flow.ts'
import { HttpStream, type HttpSink } from '../oscar/http-stream.ts'
import { TUNNEL_RECORD, tunnelRequest, TunnelRecords, type RecordSink } from '../oscar/http-tunnel.ts'
import { Recent } from './recent.ts'

/** Makes flows of what travels inside of another. */
export interface InnerConnections {
  open(outer: Flow, client: Side, port: number, whole: boolean): Flow
  data(flow: Flow, side: Side, bytes: Uint8Array, start: number, end: number): void
  gap(flow: Flow, side: Side): void
  close(flow: Flow): void
}

/** Of a connection whose beginning was not captured. */
const USUAL_PORT = 5190

/** Connections of one session that are followed: clients have one for each service. */
const MOST_CONNECTIONS = 256

interface Session {
  /** Connections by number, the oldest first. */
  readonly flows: Map<number, Flow>
  /** Of the last request with data. */
  sequence: number | undefined
}

/** The sessions of all tunnels. */
export class Tunnels {
  readonly inner: () => InnerConnections
  private readonly sessions = new Recent<string, Session>(LIMITS.tombstones.value)

  constructor(inner: () => InnerConnections) {
    this.inner = inner
  }

  session(id: string): Session {
    let session = this.sessions.get(id)
    if (session === undefined) {
      session = { flows: new Map(), sequence: undefined }
      this.sessions.set(id, session)
    }
    return session
  }
}

/** One HTTP connection of a tunnel. */
export class TunnelConnection {
  private readonly tunnels: Tunnels
  private readonly outer: Flow
  private readonly client: Side
  private readonly isForeign: () => void
  private readonly https: readonly [HttpStream, HttpStream]
  private readonly records: readonly [TunnelRecords, TunnelRecords]
  /** Bytes of each side that went to the connections inside, and are counted there. */
  readonly passed: [number, number] = [0, 0]
  private session: Session | undefined
  /** The request at hand was sent before. */
  private again = false

  /** Side `client` of `outer` asks; `isForeign` is called when the answer shows that it is no tunnel. */
  constructor(tunnels: Tunnels, outer: Flow, client: Side, isForeign: () => void) {
    this.tunnels = tunnels
    this.outer = outer
    this.client = client
    this.isForeign = isForeign
    this.records = [new TunnelRecords(this.sink(0)), new TunnelRecords(this.sink(1))]
    this.https = [this.http(0), this.http(1)]
  }

  push(side: Side, bytes: Uint8Array, start: number, end: number): void {
    this.https[side].push(bytes, start, end)
  }

  gap(side: Side, length: number): void {
    this.https[side].gap(length)
  }

  end(side: Side): void {
    this.https[side].end()
  }

  /** Bytes of a side that are in no head and no record. */
  unknown(side: Side): number {
    return this.https[side].unknown + this.records[side].unknown
  }

  private http(side: Side): HttpStream {
    const isResponse = side !== this.client
    const records = this.records[side]
    const sink: HttpSink = {
      head: (line) => {
        if (!isResponse) this.request(line)
      },
      body: (bytes, start, end) => records.push(bytes, start, end),
      lost: () => records.lost(),
      bodyEnd: () => {
        records.bodyEnd()
        if (isResponse && this.session === undefined && !records.isTunnel) this.isForeign()
      },
    }
    return new HttpStream(sink, isResponse)
  }

  private sink(side: Side): RecordSink {
    return {
      record: (type, number, value) => this.record(side, type, number, value),
      data: (number, bytes, start, end) => {
        if (this.again && side === this.client) return
        const flow = this.flow(number)
        if (flow === undefined) return
        this.passed[side] += end - start
        this.tunnels.inner().data(flow, side, bytes, start, end)
      },
      lost: () => this.lost(side),
    }
  }

  private request(line: string): void {
    const request = tunnelRequest(line)
    if (request?.session === undefined) return
    const session = (this.session = this.tunnels.session(request.session))
    const { sequence } = request
    if (sequence === undefined) return
    const ahead = session.sequence === undefined ? 1 : sequence - session.sequence
    this.again = ahead <= 0
    if (ahead > 1) this.lost(this.client)
    session.sequence = Math.max(sequence, session.sequence ?? sequence)
  }

  private record(side: Side, type: number, number: number, value: Uint8Array): void {
    const { session, tunnels } = this
    if (session === undefined || (this.again && side === this.client)) return
    if (type === TUNNEL_RECORD.open) this.open(number, portOf(value), true)
    else if (type === TUNNEL_RECORD.close || type === TUNNEL_RECORD.closed) {
      const flow = session.flows.get(number)
      session.flows.delete(number)
      if (flow !== undefined && !flow.retired) tunnels.inner().close(flow)
    }
  }

  /** Records of a side are missing: nobody knows of which connection. */
  private lost(side: Side): void {
    const { session, tunnels } = this
    for (const flow of session?.flows.values() ?? []) if (!flow.retired) tunnels.inner().gap(flow, side)
  }

  /** The flow of a connection of the session. */
  private flow(number: number): Flow | undefined {
    const known = this.session?.flows.get(number)
    return known !== undefined && !known.retired ? known : this.open(number, USUAL_PORT, false)
  }

  private open(number: number, port: number, whole: boolean): Flow | undefined {
    const { session, tunnels } = this
    if (session === undefined) return undefined
    const flow = tunnels.inner().open(this.outer, this.client, port, whole)
    session.flows.set(number, flow)
    if (session.flows.size > MOST_CONNECTIONS) session.flows.delete(session.flows.keys().next().value!)
    return flow
  }
}

/** Behind the name of the host. */
function portOf(value: Uint8Array): number {
  const at = value.length < 2 ? 0 : 2 + u16(value, 0)
  const port = at + 2 <= value.length ? u16(value, at) : 0
  return port === 0 ? USUAL_PORT : port
}
