/**
 * The tunnel of ICQ through HTTP. `GET /hello` is answered with a session; with its id the client polls `GET /monitor?sid=`
 * for what the server sends, and sends by `POST /data?sid=&seq=`. The bodies are records, big-endian:
 *   0  2  length of what follows     4  2  type                10  4  number of the connection
 *   2  2  0x0443                     6  4  flags               14     data
 * Types: 2 answer to hello, 3 open (u16 length, host, u16 port), 4 answer to it, 5 data, 6 close, 7 answer to it. Data of a
 * connection, one record behind the other, is a FLAP stream.
 */
import { u16, u32 } from '../bytes/read.ts'

export const TUNNEL_RECORD = { hello: 2, open: 3, opened: 4, data: 5, close: 6, closed: 7 } as const

const VERSION = 0x0443
const HEADER = 14
/** The length counts what is behind it. */
const UNCOUNTED = 2

export interface TunnelRequest {
  /** Undefined in the first request, which asks for it. */
  readonly session: string | undefined
  /** Number of a request with data. */
  readonly sequence: number | undefined
}

const REQUEST = /^(GET|POST) (?:http:\/\/[^/ ]{1,255})?\/(hello|monitor|data)(?:\?([^ ]*))? HTTP\/1\.[01]$/

/** What a request line asks of the tunnel; undefined when it is none of its. */
export function tunnelRequest(line: string): TunnelRequest | undefined {
  const [, method, path, query = ''] = REQUEST.exec(line) ?? []
  if (path === undefined || (method === 'POST') !== (path === 'data')) return undefined
  const session = /(?:^|&)sid=([0-9a-f]{32})(?:&|$)/i.exec(query)?.[1]?.toLowerCase()
  if (path !== 'hello' && session === undefined) return undefined
  const [, sequence] = /(?:^|&)seq=(\d{1,10})(?:&|$)/.exec(query) ?? []
  return { session, sequence: sequence === undefined ? undefined : Number(sequence) }
}

/** Longest request line that is waited for. */
const LONGEST_LINE = 1_024
const METHODS = ['GET ', 'POST ']

/** Whether a side begins with a request to the tunnel. */
export function beginsTunnel(bytes: Uint8Array, start: number, end: number): 'yes' | 'no' | 'more' {
  const begins = METHODS.some((method) => {
    for (let k = 0; k < method.length && start + k < end; k++) {
      if (bytes[start + k] !== method.charCodeAt(k)) return false
    }
    return true
  })
  if (!begins) return 'no'
  const feed = bytes.indexOf(10, start)
  const stop = feed < 0 ? end : Math.min(feed, end)
  if (stop - start > LONGEST_LINE) return 'no'
  if (stop === end) return 'more'
  const line = String.fromCharCode(...bytes.subarray(start, stop)).trimEnd()
  return tunnelRequest(line) === undefined ? 'no' : 'yes'
}

export interface RecordSink {
  /** Any record but data; `value` is what is behind its header. */
  record(type: number, connection: number, value: Uint8Array): void
  /** The next bytes of a connection: `bytes[start, end)`. */
  data(connection: number, bytes: Uint8Array, start: number, end: number): void
  /** Records are missing. */
  lost(): void
}

/** Reads the records of bodies, cut anywhere. Data is handed on in place. */
export class TunnelRecords {
  /** Bytes that are in no record. */
  unknown = 0
  /** There was a record. */
  isTunnel = false
  private readonly sink: RecordSink
  private readonly header = new Uint8Array(HEADER)
  private have = 0
  /** Bytes of the record at hand that are still to come, and those that are here already. */
  private left = 0
  private value: number[] = []
  /** Where the next record of this body begins is not known. */
  private torn = false

  constructor(sink: RecordSink) {
    this.sink = sink
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    let at = start
    while (at < end && !this.torn) {
      while (this.have < HEADER && at < end) this.header[this.have++] = bytes[at++]!
      if (this.have < HEADER) return
      if (this.left === 0 && this.value.length === 0 && !this.begin()) break
      at = this.take(bytes, at, end)
    }
    this.unknown += end - at
  }

  lost(): void {
    if (this.have < HEADER && !this.torn) this.unknown += this.have
    this.torn = true
    this.sink.lost()
  }

  bodyEnd(): void {
    if (!this.torn && this.have > 0) this.sink.lost()
    if (!this.torn && this.have < HEADER) this.unknown += this.have
    this.torn = false
    this.next()
  }

  /** The header is whole. */
  private begin(): boolean {
    const length = u16(this.header, 0) + UNCOUNTED
    if (u16(this.header, 2) !== VERSION || length < HEADER) {
      this.unknown += HEADER
      this.lost()
      return false
    }
    this.isTunnel = true
    this.left = length - HEADER
    if (this.left === 0) this.finish()
    return true
  }

  private take(bytes: Uint8Array, start: number, end: number): number {
    const stop = Math.min(end, start + this.left)
    if (stop === start) return start
    if (this.type === TUNNEL_RECORD.data) {
      this.sink.data(this.connection, bytes, start, stop)
    } else for (let at = start; at < stop; at++) this.value.push(bytes[at]!)
    this.left -= stop - start
    if (this.left === 0) this.finish()
    return stop
  }

  private finish(): void {
    if (this.type !== TUNNEL_RECORD.data) {
      this.sink.record(this.type, this.connection, Uint8Array.from(this.value))
    }
    this.next()
  }

  private next(): void {
    this.have = this.left = 0
    this.value = []
  }

  private get type(): number {
    return u16(this.header, 4)
  }

  private get connection(): number {
    return u32(this.header, 10)
  }
}
