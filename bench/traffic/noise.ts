import { ascii, concat, u16, u8, zeros } from '../../test/support/bytes.ts'
import { linkFrame } from '../../test/support/link.ts'
import { ipPacket } from '../../test/support/packet.ts'
import { CLIENT, Connection, SERVER, v6, type End } from './connection.ts'
import { sum16 } from './sum16.ts'
import type { World } from './world.ts'

const UDP_SHARE = 0.2
const ARP_SHARE = 0.0025
/** Segments of a connection before it is closed and another takes its place. */
const LONGEST = 120
const SIZES = [20, 48, 120, 300, 600, 1_400, 1_440, 1_440, 1_440, 1_440, 1_440, 1_440]
const POOL = 1 << 18
const UDP_PROTOCOL = 17

/** What runs on a port begins like this; some strangers use OSCAR's. */
const TLS = u8(0x16, 3, 1)
const PORTS: readonly { readonly port: number; readonly greeting: Uint8Array }[] = [
  ...Array.from({ length: 40 }, () => ({ port: 443, greeting: TLS })),
  ...Array.from({ length: 8 }, () => ({ port: 80, greeting: ascii('GET / HTTP/1.1\r\n') })),
  { port: 993, greeting: TLS },
  { port: 22, greeting: ascii('SSH-2.0-OpenSSH_9.6\r\n') },
  { port: 5190, greeting: TLS },
]

const ARP = concat(
  'ffffffffffff 020000000001 0806',
  u16(1, 0x0800),
  u8(6, 4),
  u16(1),
  '020000000001 c0000201',
  zeros(6),
  'c0000202',
)
const DATAGRAM = linkFrame(
  'ethernet',
  ipPacket({ from: '192.0.2.1', to: '192.0.2.2', protocol: UDP_PROTOCOL, payload: zeros(8) }),
)

interface Stranger {
  readonly tcp: Connection
  left: number
}

/** Traffic that is none of the program's business: a certain number of TCP connections at any time, UDP, ARP. */
export class Noise {
  private readonly world: World
  private readonly strangers: (Stranger | undefined)[]
  private readonly v6Share: number
  private readonly pool: Uint8Array
  private hosts = 0

  constructor(world: World, connections: number, v6Share: number) {
    this.world = world
    this.strangers = new Array<Stranger | undefined>(connections).fill(undefined)
    this.v6Share = v6Share
    this.pool = world.random.bytes(POOL)
  }

  turn(): void {
    const { random } = this.world
    if (random.chance(ARP_SHARE)) this.arp()
    else if (random.chance(UDP_SHARE)) this.datagram()
    else this.segment(random.below(this.strangers.length))
  }

  private segment(at: number): void {
    const { random } = this.world
    const stranger = this.strangers[at]
    if (stranger === undefined) {
      this.strangers[at] = this.open()
      return
    }
    if (stranger.left-- === 0) {
      stranger.tcp.close()
      this.strangers[at] = undefined
      return
    }
    const from = random.below(POOL - 2_000)
    stranger.tcp.send(random.chance(0.3) ? CLIENT : SERVER, this.pool, from, from + random.pick(SIZES))
  }

  private open(): Stranger {
    const { capture, random } = this.world
    const { port, greeting } = random.pick(PORTS)
    const isV6 = random.chance(this.v6Share)
    const end = (address: Uint8Array, number: number): End => ({ address: isV6 ? v6(address) : address, port: number })
    const tcp = new Connection(
      capture,
      random,
      end(this.client(), random.between(10_240, 60_000)),
      end(this.host(), port),
    )
    tcp.open()
    tcp.send(CLIENT, greeting)
    tcp.send(SERVER, greeting)
    return { tcp, left: random.between(1, LONGEST) }
  }

  private datagram(): void {
    const { capture, random } = this.world
    const isDns = random.chance(0.5)
    const length = isDns ? random.between(30, 80) : 1_250
    const at = capture.packet(DATAGRAM.length + length)
    const { bytes, view } = capture
    bytes.set(DATAGRAM, at)
    view.setUint16(at + 16, 28 + length)
    bytes.set(this.client(), at + 26)
    bytes.set(this.host(), at + 30)
    view.setUint16(at + 24, 0)
    view.setUint16(at + 24, ~sum16(bytes, at + 14, at + 34))
    view.setUint16(at + 34, random.between(10_240, 60_000))
    view.setUint16(at + 36, isDns ? 53 : 443)
    view.setUint16(at + 38, 8 + length)
    const from = random.below(POOL - 2_000)
    bytes.set(this.pool.subarray(from, from + length), at + DATAGRAM.length)
  }

  private arp(): void {
    const at = this.world.capture.packet(ARP.length)
    this.world.capture.bytes.set(ARP, at)
  }

  private client(): Uint8Array {
    const number = ++this.hosts
    return Uint8Array.of(172, 16 + ((number >> 16) & 15), number >> 8, number)
  }

  private host(): Uint8Array {
    const number = this.world.random.below(0x10000)
    return Uint8Array.of(93, 184, number >> 8, number)
  }
}
