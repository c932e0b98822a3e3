import * as t from '../../test/support/index.ts'
import type { CaptureWriter } from '../traffic/capture-writer.ts'
import { CLIENT, Connection, SERVER, type Side } from '../traffic/connection.ts'
import type { Random } from '../traffic/random.ts'

/** Behind what a frame of ours begins with. */
const ETHERNET = 14

/** Where floods come from: packets of any kind, and connections of strangers. */
export class Stage {
  readonly capture: CaptureWriter
  readonly random: Random
  private strangers = 0

  constructor(capture: CaptureWriter, random: Random) {
    this.capture = capture
    this.random = random
  }

  /** A frame as it is; `change` may write into its copy, where the IP header is at `ip`. */
  frame(bytes: Uint8Array, change: (view: DataView, ip: number) => void = () => {}): void {
    const at = this.capture.packet(bytes.length)
    this.capture.bytes.set(bytes, at)
    change(this.capture.view, at + ETHERNET)
  }

  /** A connection that has been opened, from an address of its own. */
  connect(): Connection {
    const n = this.strangers++
    const client = { address: t.u32(0xac100000 + n), port: 1025 + (n % 60_000) }
    const server = { address: Uint8Array.of(198, 51, 100, 1 + (n % 200)), port: 5190 }
    return new Connection(this.capture, this.random, client, server).open()
  }

  /** One that both have signed on to. */
  signOn(): Line {
    const line = new Line(this.connect())
    line.flap(SERVER, 1, t.signon())
    line.flap(CLIENT, 1, t.signon())
    line.snac(SERVER, 1, 3, t.hostOnline(1, 2, 4))
    return line
  }
}

/** A connection to a server whose frames are numbered. */
export class Line {
  readonly tcp: Connection
  private readonly numbers: [number, number] = [1, 1]

  constructor(tcp: Connection) {
    this.tcp = tcp
  }

  flap(side: Side, channel: number, payload: Uint8Array): void {
    this.tcp.send(side, t.flap(channel, this.numbers[side]++ & 0xffff, payload))
  }

  snac(side: Side, foodgroup: number, subgroup: number, body: Uint8Array, requestId = 0x8000_0001): void {
    this.flap(side, 2, t.snac(foodgroup, subgroup, requestId, body))
  }
}
