/** One direction of an HTTP/1 connection: heads, and the bytes of the bodies behind them, cut anywhere. */
export interface HttpSink {
  /** First line of a request or response. */
  head(line: string): void
  /** The next bytes of the body: `bytes[start, end)`. */
  body(bytes: Uint8Array, start: number, end: number): void
  /** Bytes of a body are missing, or its end is lost. */
  lost(): void
  bodyEnd(): void
}

/** What Apache takes for a head. */
const LONGEST_HEAD = 8_192
const LF = 10
const CR = 13

/** What the next line is; `stray`: nobody knows where a head begins. */
type Expected = 'head' | 'chunk-size' | 'chunk-end' | 'trailer' | 'stray'

export class HttpStream {
  /** Bytes that are in no head and no body. */
  unknown = 0
  private readonly sink: HttpSink
  private readonly isResponse: boolean
  private expected: Expected = 'head'
  private lines: string[] = []
  private line = ''
  private headLength = 0
  /** Bytes of the body, or of the chunk of it, that are still to come. */
  private left = 0
  private inBody = false

  constructor(sink: HttpSink, isResponse: boolean) {
    this.sink = sink
    this.isResponse = isResponse
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    let at = start
    while (at < end) {
      if (this.left > 0) {
        const stop = Math.min(end, at + this.left)
        this.sink.body(bytes, at, stop)
        this.pass(stop - at)
        at = stop
      } else at = this.readLine(bytes, at, end)
    }
  }

  /** The next `length` bytes are missing. */
  gap(length: number): void {
    if (this.inBody) this.sink.lost()
    if (this.left >= length) this.pass(length)
    else this.lose()
  }

  /** The stream is over; a body without a length ends with it. */
  end(): void {
    if (this.inBody) {
      if (this.left !== Infinity) this.sink.lost()
      this.endBody()
    }
    this.left = 0
  }

  private pass(length: number): void {
    this.left -= length
    if (this.left > 0) return
    if (this.expected === 'head') this.endBody()
    else this.expected = 'chunk-end'
  }

  private endBody(): void {
    this.inBody = false
    this.sink.bodyEnd()
  }

  /** Where a head begins is lost. */
  private lose(): void {
    if (this.inBody) this.endBody()
    this.left = 0
    this.lines = []
    this.line = ''
    this.headLength = 0
    this.expected = 'stray'
  }

  private readLine(bytes: Uint8Array, start: number, end: number): number {
    const feed = bytes.indexOf(LF, start)
    const stop = feed < 0 || feed >= end ? end : feed + 1
    if (this.expected === 'stray') this.unknown += stop - start
    this.headLength += stop - start
    if (this.headLength > LONGEST_HEAD) {
      if (this.expected !== 'stray') this.unknown += stop - start
      this.lose()
      return stop
    }
    for (let at = start; at < stop; at++) {
      const byte = bytes[at]!
      if (byte !== LF && byte !== CR) this.line += String.fromCharCode(byte)
    }
    if (stop !== feed + 1) return stop
    const { line } = this
    this.line = ''
    this.take(line)
    return stop
  }

  private take(line: string): void {
    if (this.expected === 'chunk-size') this.chunk(line)
    else if (this.expected === 'chunk-end') this.expected = 'chunk-size'
    else if (this.expected === 'trailer') {
      if (line !== '') return
      this.expected = 'head'
      this.headLength = 0
      this.endBody()
    } else if (line === '') {
      if (this.lines.length > 0) this.begin()
    } else if (this.lines.length > 0 || START.test(line)) {
      if (this.expected === 'stray') this.unknown -= this.headLength
      this.expected = 'head'
      this.lines.push(line)
    } else this.lose()
  }

  private chunk(line: string): void {
    const [digits] = /^[0-9a-f]{1,8}(?=[; ]|$)/i.exec(line) ?? []
    if (digits === undefined) this.lose()
    else if (/^0+$/.test(digits)) this.expected = 'trailer'
    else this.left = parseInt(digits, 16)
    this.headLength = 0
  }

  /** The head is whole: what of a body follows it. */
  private begin(): void {
    const [first, ...headers] = this.lines as [string, ...string[]]
    this.lines = []
    this.headLength = 0
    this.sink.head(first)
    const value = (name: string): string | undefined =>
      headers
        .find((header) => header.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim()
    const length = /^\d{1,10}$/.exec(value('content-length') ?? '')?.[0]
    if (value('transfer-encoding')?.toLowerCase() === 'chunked') {
      this.inBody = true
      this.expected = 'chunk-size'
      return
    }
    const isOpen = this.isResponse && !BODILESS.test(first)
    this.left = length === undefined ? (isOpen ? Infinity : 0) : Number(length)
    this.inBody = this.left > 0
  }
}

const START = /^(GET|POST|HEAD|HTTP\/1\.[01]) /
/** Responses that never have a body. */
const BODILESS = /^HTTP\/1\.[01] (1\d\d|204|304)/
