import { ascii, utf8, type Bytes } from './bytes.ts'
import { Bos, type BosOptions, type FrameOptions } from './bos.ts'
import { DirectIm } from './direct-im.ts'
import { hostAck, icbmToClient, icbmToHost, imText, requestHostAck } from './oscar.ts'
import type { Service } from './rendezvous.ts'
import { Connection, type Side } from './tcp.ts'
import { Transfer, type SharedFile } from './transfer.ts'
import { Wire } from './wire.ts'

export interface Person {
  key: string
  /** Screen name. */
  name: string
  ip: string
  /** Connection to the server. */
  bos: Bos
  /** Whether that connection, and any other of this person's with a server, is in the capture. */
  captured: boolean
}

export interface PersonOptions extends Partial<Pick<BosOptions, 'isn' | 'sequence'>> {
  name?: string
  ip?: string
  port?: number
}

export interface ScenarioOptions {
  alice?: PersonOptions
  bob?: PersonOptions
  /** People whose connections with servers the capture sees; default both. */
  legs?: readonly string[]
  /** Whether it sees the connections between the two; default true. */
  peers?: boolean
  /** Signs both on; default true. */
  signOn?: boolean
  /** Has both log in at the authorizer before. */
  logIn?: boolean
  server?: string
  proxy?: string
  wire?: Wire
}

export interface TransferOptions {
  from?: string
  to?: string
  /** Eight bytes; default is a new one. */
  cookie?: Bytes
  /** Name in the proposal; default is the first file's. */
  name?: string
  /** One file. */
  data?: Uint8Array
  /** Or several in one connection. */
  files?: readonly SharedFile[]
  service?: Service
}

export interface DirectImOptions {
  from?: string
  to?: string
  cookie?: Bytes
}

/** Two people, a server and a proxy, and the wire where all they do is captured. */
export class Scenario {
  readonly wire: Wire
  readonly server: string
  readonly proxy: string
  readonly peers: boolean
  private readonly people = new Map<string, Person>()
  private readonly legs: readonly string[] | undefined
  private readonly logsIn: boolean
  private ports = 1025
  private cookies = 1_234_567

  constructor(options: ScenarioOptions = {}) {
    this.wire = options.wire ?? new Wire()
    this.server = options.server ?? '10.0.0.100:5190'
    this.proxy = options.proxy ?? '10.0.0.200:5190'
    this.peers = options.peers ?? true
    this.legs = options.legs
    this.logsIn = options.logIn ?? false
    this.person('alice', { ip: '10.0.0.1', ...options.alice })
    this.person('bob', { ip: '10.0.0.2', ...options.bob })
    if (options.signOn === false) return
    this.signOn('alice')
    this.signOn('bob')
  }

  /** A person by key; with options, a new one. */
  person(key: string, options?: PersonOptions): Person {
    if (options !== undefined) {
      const { name = key, ip = '10.0.0.3', port, ...rest } = options
      const captured = this.legs?.includes(key) ?? true
      const client = this.source(ip, port)
      const bos = new Bos(this.wire, { isn: this.isn(), ...rest, name, client, server: this.server, captured })
      this.people.set(key, { key, name, ip, captured, bos })
    }
    const person = this.people.get(key)
    if (person === undefined) throw new Error(`nobody is called ${key}`)
    return person
  }

  signOn(key: string): this {
    const { bos, name, ip, captured } = this.person(key)
    if (this.logsIn) {
      const authorizer = { isn: this.isn(), name, client: this.source(ip), server: this.server, captured }
      new Bos(this.wire, authorizer).logIn(this.server)
    }
    bos.signOn()
    return this
  }

  signOff(key: string, options?: { frame?: Side }): this {
    this.person(key).bos.signOff(options)
    return this
  }

  /** Signs off everybody who is still there. */
  close(): this {
    for (const { bos } of this.people.values()) if (bos.tcp.isOpen) bos.signOff()
    return this
  }

  /** A raw frame on somebody's connection. */
  flap(key: string, side: Side, channel: number, payload?: Bytes, options?: FrameOptions): this {
    this.person(key).bos.flap(side, channel, payload, options)
    return this
  }

  /** A message on channel 1, acknowledged by the host, on both connections. */
  im(from: string, to: string, text: string, { cookie = this.newCookie(), charset = 0 } = {}): this {
    const sender = this.person(from)
    const receiver = this.person(to)
    const head = { cookie, channel: 1 }
    const message = imText(text, charset)
    const toHost = icbmToHost({ ...head, to: receiver.name, tlvs: [message, requestHostAck()] })
    const requestId = sender.bos.request(0x0004, 0x0006, toHost)
    sender.bos.push(0x0004, 0x000c, hostAck({ ...head, name: receiver.name }), { requestId })
    receiver.bos.push(0x0004, 0x0007, icbmToClient({ ...head, from: sender.name, tlvs: [message] }))
    return this
  }

  transfer(options: TransferOptions = {}): Transfer {
    const { name, data = utf8('hello, world\n'), service = 'sendFile' } = options
    const { files = [{ name: name ?? 'hello.txt', data }] } = options
    return new Transfer(this, { ...this.pair(options), files, name, service })
  }

  directIm(options: DirectImOptions = {}): DirectIm {
    return new DirectIm(this, { ...this.pair(options), service: 'directIm' })
  }

  /** A new TCP connection from `ip` with a port of its own. */
  connection(ip: string, server: string, captured = true, port?: number): Connection {
    return new Connection(this.wire, { isn: this.isn(), client: this.source(ip, port), server, captured })
  }

  /** Seven digits and a NUL, as libpurple makes them. */
  newCookie(): Uint8Array {
    return ascii(`${this.cookies++}\0`)
  }

  /** Different ones for each connection. */
  private isn(): Record<Side, number> {
    return { client: this.ports * 1_000_000, server: this.ports * 2_000_000 }
  }

  private source(ip: string, port = this.ports++): string {
    return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
  }

  private pair({ from = 'alice', to = 'bob', cookie = this.newCookie() }: DirectImOptions) {
    return { from: this.person(from), to: this.person(to), cookie }
  }
}

export function scenario(options?: ScenarioOptions): Scenario {
  return new Scenario(options)
}
