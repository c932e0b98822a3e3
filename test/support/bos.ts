import { ascii, utf8, type Bytes } from './bytes.ts'
import { CHANNEL, clientOnline, flap, hostOnline, ownInfo, signon, snac } from './oscar.ts'
import { keyReply, keyRequest, loginReply, loginRequest, signonCookie } from './login.ts'
import { Connection, type ConnectionOptions, type Side } from './tcp.ts'
import type { Wire } from './wire.ts'

/** Foodgroups that the server offers. */
const FOODGROUPS = [0x0001, 0x0002, 0x0003, 0x0004, 0x0009, 0x0013]

export interface BosOptions extends ConnectionOptions {
  name: string
  /** What it runs over, where that is not a TCP connection of its own. */
  tcp?: Connection
  /** First FLAP sequence numbers. */
  sequence?: Partial<Record<Side, number>>
}

export interface FrameOptions {
  /** Number of this frame; the series goes on from it. */
  sequence?: number
  /** Length the header claims. */
  length?: number
  mss?: number
}

export interface SnacOptions extends FrameOptions {
  requestId?: number
  flags?: number
}

/** A FLAP connection between a user and a server, which keeps both series of sequence numbers. */
export class Bos {
  readonly name: string
  readonly tcp: Connection
  /** Number of each side's next frame: add to it for a gap. */
  readonly next: Record<Side, number>
  private requests = 0
  private pushes = 0

  constructor(wire: Wire, options: BosOptions) {
    this.name = options.name
    this.tcp = options.tcp ?? new Connection(wire, options)
    this.next = { client: 1, server: 100, ...options.sequence }
  }

  /** The cookie that the login gives and the sign-on shows. */
  get cookie(): Uint8Array {
    return utf8(`cookie of ${this.name}`)
  }

  flap(side: Side, channel: number, payload?: Bytes, options: FrameOptions = {}): this {
    const sequence = options.sequence ?? this.next[side]
    this.next[side] = (sequence + 1) & 0xffff
    const { mss } = options
    this.tcp.send(side, flap(channel, sequence, payload, options.length), mss === undefined ? {} : { mss })
    return this
  }

  /** A request or message of the client; gives its request id. */
  request(foodgroup: number, subgroup: number, body?: Bytes, options: SnacOptions = {}): number {
    const requestId = options.requestId ?? ++this.requests
    this.flap('client', CHANNEL.data, snac(foodgroup, subgroup, requestId, body, options.flags), options)
    return requestId
  }

  /** A SNAC of the host: the reply to `options.requestId`, or pushed with an id of its own. */
  push(foodgroup: number, subgroup: number, body?: Bytes, options: SnacOptions = {}): this {
    const requestId = options.requestId ?? 0x80000000 + ++this.pushes
    return this.flap('server', CHANNEL.data, snac(foodgroup, subgroup, requestId, body, options.flags), options)
  }

  /** TCP, sign-on frames, the foodgroups, the own user info and the client's word that it is ready. */
  signOn(): this {
    this.tcp.open()
    this.flap('server', CHANNEL.signon, signon())
    this.flap('client', CHANNEL.signon, signon([signonCookie(this.cookie)]))
    this.push(0x0001, 0x0003, hostOnline(...FOODGROUPS))
    const requestId = this.request(0x0001, 0x000e)
    this.push(0x0001, 0x000f, ownInfo(this.name), { requestId })
    this.request(0x0001, 0x0002, clientOnline(...FOODGROUPS))
    return this
  }

  /** The connection to the authorizer instead: BUCP, ending with the address `host` to sign on at, and the cookie. */
  logIn(host: string): this {
    this.tcp.open()
    this.flap('server', CHANNEL.signon, signon())
    this.flap('client', CHANNEL.signon, signon())
    const key = this.request(0x0017, 0x0006, keyRequest(this.name))
    this.push(0x0017, 0x0007, keyReply('1234567890'), { requestId: key })
    const login = this.request(0x0017, 0x0002, loginRequest({ name: this.name, hash: ascii('not a real hash!') }))
    this.push(0x0017, 0x0003, loginReply({ name: this.name, host, cookie: this.cookie }), { requestId: login })
    this.tcp.close('server')
    return this
  }

  /** Both sides close; a frame on channel 4 first when `frame` says which side sends it. */
  signOff({ frame }: { frame?: Side } = {}): this {
    if (frame !== undefined) this.flap(frame, CHANNEL.signoff)
    this.tcp.close()
    return this
  }
}
