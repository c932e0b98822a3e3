import { ascii, concat, string16, u16, u32, type Bytes } from './bytes.ts'
import { Connection, type ConnectionOptions, type Side } from './tcp.ts'
import type { Wire } from './wire.ts'

/** Types of the records of ICQ's tunnel through HTTP. */
export const TUNNEL = { hello: 2, open: 3, opened: 4, data: 5, close: 6, closed: 7 } as const

/** u16 length of the rest, u16 0x0443, u16 type, u32 flags, u32 number of the connection, data. */
export function tunnelRecord(type: number, connection: number, data: Bytes = ''): Uint8Array {
  const rest = concat(u16(0x0443, type), u32(0, connection), data)
  return concat(u16(rest.length), rest)
}

export interface TunnelOptions {
  /** `ip` of the client and `ip:port` of the tunnel. */
  client?: string
  server?: string
  session?: string
  /** Most bytes of a record's data; clients take 512. */
  piece?: number
  /** Most bytes of a TCP segment. */
  mss?: number
  /** How long bodies are said to be. */
  framing?: 'length' | 'chunked'
  /** The client polls and sends on one connection. */
  shared?: boolean
}

/** A tunnel of one client: what connections say to each other is put into requests and responses of HTTP. */
export class HttpTunnel {
  readonly wire: Wire
  readonly session: string
  private readonly options: Required<TunnelOptions>
  private readonly monitor: Connection
  private readonly data: Connection
  private sequence = 0

  constructor(wire: Wire, options: TunnelOptions = {}) {
    const { client = '10.0.0.1', server = '10.0.0.150:80', session = '0123456789abcdef'.repeat(2) } = options
    this.wire = wire
    this.session = session
    this.options = { client, server, session, piece: 512, mss: 1460, framing: 'length', shared: false, ...options }
    this.monitor = new Connection(wire, { client: `${client}:2001`, server })
    this.data = this.options.shared ? this.monitor : new Connection(wire, { client: `${client}:2002`, server })
  }

  /** Says hello and is given a session; opens the connections of it. */
  open(): this {
    const hello = new Connection(this.wire, {
      client: `${this.options.client}:2000`,
      server: this.options.server,
    }).open()
    this.say(hello, 'client', 'GET http://http.proxy.icq.com/hello HTTP/1.1')
    const rest = concat(u16(0x0443, TUNNEL.hello), u32(0), u16(0), this.session, string16('http.proxy.icq.com'))
    this.say(hello, 'server', 'HTTP/1.1 200 OK', concat(u16(rest.length), rest))
    hello.close()
    this.monitor.open()
    if (this.data !== this.monitor) this.data.open()
    return this
  }

  /** Records from one side, in one request or response. */
  records(side: Side, records: Uint8Array): this {
    if (side === 'client') {
      const query = `sid=${this.session}&seq=${++this.sequence}`
      this.say(this.data, 'client', `POST /data?${query} HTTP/1.1`, records)
      this.say(this.data, 'server', 'HTTP/1.1 200 OK', new Uint8Array(0))
    } else {
      this.say(this.monitor, 'client', `GET /monitor?sid=${this.session} HTTP/1.1`)
      this.say(this.monitor, 'server', 'HTTP/1.1 200 OK', records)
    }
    return this
  }

  /** Bytes of a connection, in records of the usual size. */
  send(side: Side, connection: number, bytes: Uint8Array): this {
    const { piece } = this.options
    const records: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += piece) {
      records.push(tunnelRecord(TUNNEL.data, connection, bytes.subarray(at, at + piece)))
    }
    return this.records(side, concat(...records))
  }

  /** A request with data that the capture misses. */
  lose(): this {
    this.sequence++
    return this
  }

  /** A connection to a server inside of it. */
  connection(number: number, options: ConnectionOptions): TunnelledConnection {
    return new TunnelledConnection(this, number, options)
  }

  close(): this {
    this.monitor.close()
    if (this.data !== this.monitor) this.data.close()
    return this
  }

  private say(on: Connection, side: Side, line: string, body?: Uint8Array): void {
    const { mss, framing } = this.options
    const chunked = framing === 'chunked' && body !== undefined && body.length > 0
    const length = chunked
      ? 'Transfer-Encoding: chunked\r\n'
      : body === undefined
        ? ''
        : `Content-Length: ${body.length}\r\n`
    const head = ascii(`${line}\r\nHost: http.proxy.icq.com\r\n${length}\r\n`)
    on.send(side, concat(head, chunked ? inChunks(body) : (body ?? '')), { mss })
  }
}

/** In two chunks, the border between them wherever it falls. */
function inChunks(body: Uint8Array): Uint8Array {
  const middle = Math.ceil(body.length / 3)
  const chunk = (bytes: Uint8Array) => concat(ascii(`${bytes.length.toString(16)}\r\n`), bytes, ascii('\r\n'))
  const parts = [body.subarray(0, middle), body.subarray(middle)].filter((part) => part.length > 0)
  return concat(...parts.map(chunk), ascii('0\r\n\r\n'))
}

/** Looks like a TCP connection to whoever speaks on it, and goes through the tunnel. */
export class TunnelledConnection extends Connection {
  private readonly tunnel: HttpTunnel
  private readonly number: number
  private readonly target: string

  constructor(tunnel: HttpTunnel, number: number, options: ConnectionOptions) {
    super(tunnel.wire, options)
    this.tunnel = tunnel
    this.number = number
    this.target = options.server
  }

  override open(): this {
    const [host, port] = this.target.split(':') as [string, string]
    this.tunnel.records('client', tunnelRecord(TUNNEL.open, this.number, concat(string16(host), u16(Number(port)))))
    this.tunnel.records('server', tunnelRecord(TUNNEL.opened, this.number))
    this.isOpen = true
    return this
  }

  override send(side: Side, bytes: Uint8Array): this {
    this.tunnel.send(side, this.number, bytes)
    return this
  }

  override close(first: Side = 'client'): this {
    const second = first === 'client' ? 'server' : 'client'
    this.tunnel.records(first, tunnelRecord(TUNNEL.close, this.number))
    this.tunnel.records(second, tunnelRecord(TUNNEL.closed, this.number))
    this.isOpen = false
    return this
  }
}
