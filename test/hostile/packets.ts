import * as t from '../support/index.ts'
import { row, type Case } from './case.ts'

const { fin, syn, rst, ack, urg } = t.TCP_FLAGS

/** A server's sign-on frame and a message to the client: enough to be known as FLAP, and to be missed. */
const HELLO = t.flap(1, 1, t.signon())
const SAYS = t.concat(HELLO, t.flap(2, 2, t.snac(1, 3, 0, t.hostOnline(1, 2, 4))), t.flap(5, 3))
const READ = [/SIGNON/, /HOST_ONLINE/, /KEEP_ALIVE/] as const

const ENDS = { client: '10.0.0.1:1025', server: '10.0.0.2:5190' } as const

/** A connection on a wire of its own, and what happens on it. */
function tcp(happens: (tcp: t.Connection) => unknown, options: Partial<t.ConnectionOptions> = {}): () => Uint8Array {
  return () => {
    const connection = new t.Connection(new t.Wire(), { ...ENDS, ...options })
    happens(connection)
    return connection.wire.pcap()
  }
}

const opened = (happens: (tcp: t.Connection) => unknown, isn?: t.ConnectionOptions['isn']): (() => Uint8Array) =>
  tcp((each) => happens(each.open()), isn === undefined ? {} : { isn })

/** The packets of a good connection, each as `change` makes it. */
function changed(
  change: (packet: Uint8Array, at: number) => readonly Uint8Array[],
  link: t.LinkName = 'raw',
): () => Uint8Array {
  return () => {
    const connection = new t.Connection(new t.Wire(), ENDS).open().send('server', SAYS).close()
    const packets = connection.wire.packets.flatMap(({ time, bytes }, at) =>
      change(bytes, at).map((each) => ({ time, bytes: each })),
    )
    return t.pcap(packets, { link })
  }
}

/** The same in frames of Ethernet, or of another link type, made by `frame`. */
function framed(frame: (packet: Uint8Array) => Uint8Array, linkType = 1): () => Uint8Array {
  return () => {
    const capture = changed((packet) => [frame(packet)])().slice()
    capture.set(t.u32le(linkType), 20)
    return capture
  }
}

const MAC = '020000000001 020000000002'
const ether = (type: string, packet: t.Bytes): Uint8Array => t.concat(MAC, type, packet)

const patch = (packet: Uint8Array, at: number, bytes: t.Bytes): Uint8Array => {
  const copy = packet.slice()
  copy.set(t.bytesOf(bytes), at)
  return copy
}

const OUTER = { from: '192.0.2.1', to: '192.0.2.2' }

/** One IPv4 fragment of a packet: bytes `[from, to)` of its payload. */
function fragment(packet: Uint8Array, from: number, to: number, more: boolean): Uint8Array {
  const header = packet.slice(0, 20)
  header.set(t.u16(20 + to - from, 77, (more ? 0x2000 : 0) | (from / 8)), 2)
  return t.concat(header, packet.subarray(20 + from, 20 + to))
}

const cutUp = (pieces: (packet: Uint8Array, length: number) => readonly Uint8Array[]): (() => Uint8Array) =>
  changed((packet) => (packet.length < 70 ? [packet] : pieces(packet, packet.length - 20)))

/** IPv6 with `chain` between its header and TCP. */
function v6(next: number, chain: t.Bytes): () => Uint8Array {
  return () => {
    const ends = { client: '[2001:db8::1]:1025', server: '[2001:db8::2]:5190' }
    const connection = new t.Connection(new t.Wire(), ends).open().send('server', SAYS).close()
    const packets = connection.wire.packets.map(({ time, bytes }) => {
      const extra = t.bytesOf(chain)
      const header = t.concat(
        bytes.subarray(0, 4),
        t.u16(bytes.length - 40 + extra.length),
        t.u8(next),
        bytes.subarray(7, 40),
      )
      return { time, bytes: t.concat(header, extra, bytes.subarray(40)) }
    })
    return t.pcap(packets, { link: 'raw' })
  }
}

/** B: link layers and IP. */
export const LINK_CASES: readonly Case[] = [
  ...(Object.keys(t.LINKS) as t.LinkName[]).map((link) =>
    row(
      `B01 ${link}`,
      'every link that is decoded',
      changed((packet) => [packet], link),
      READ,
    ),
  ),
  ...[105, 127, 147, 65_535].map((type) =>
    row(
      `B01 ${type}`,
      'a link type that is not',
      framed((packet) => packet, type),
      [new RegExp(`packets not looked at: link type ${type} \\(.+\\) is not supported`)],
    ),
  ),
  ...[2, 10, 23, 24, 28, 30].flatMap((family) =>
    [t.u32(family), t.u32le(family)].map((header, at) =>
      row(
        `B02 ${family} ${at === 0 ? 'big' : 'little'}`,
        'families in both byte orders',
        framed((packet) => t.concat(header, packet), 0),
        family === 2 ? READ : [],
      ),
    ),
  ),
  row(
    'B03 four',
    'four VLAN tags',
    framed((packet) => ether('8100', t.concat('0001 8100 0002 88a8 0003 9100 0000 0800', packet))),
    READ,
  ),
  row(
    'B03 thousand',
    'a thousand VLAN tags',
    framed((packet) => ether('8100', t.concat('0001 8100'.repeat(1000), '0001 0800', packet))),
    [/limit reached: \d+ packets have more headers in front of TCP; 16 /],
  ),
  row(
    'B04 MPLS',
    'three labels',
    framed((packet) => ether('8847', t.concat('00010040 00020040 00030140', packet))),
    READ,
  ),
  row(
    'B04 IP in IP',
    'a tunnel',
    framed((packet) => ether('0800', t.ipPacket({ ...OUTER, protocol: 4, payload: packet }))),
    READ,
  ),
  row(
    'B04 GRE',
    'a tunnel with key and sum',
    framed((packet) =>
      ether('0800', t.ipPacket({ ...OUTER, protocol: 47, payload: t.concat('a000 0800 00000000 00000007', packet) })),
    ),
    READ,
  ),
  row(
    'B04 deep',
    'forty tunnels in each other',
    framed((packet) =>
      ether(
        '0800',
        Array.from({ length: 40 }).reduce<Uint8Array>(
          (inner) => t.ipPacket({ ...OUTER, protocol: 4, payload: inner }),
          packet,
        ),
      ),
    ),
    [/limit reached: \d+ packets have more headers/],
  ),
  ...Array.from({ length: 55 }, (_, length) =>
    row(
      `B05 ${length}`,
      'a frame cut in its headers',
      framed((packet) => t.linkFrame('ethernet', packet).subarray(0, length)),
      length === 54 ? [] : [/headers that are cut or do not add up/],
    ),
  ),
  row(
    'B06 version',
    'version 5',
    changed((packet) => [patch(packet, 0, '55')]),
    [/headers that are cut or do not add up/],
  ),
  row(
    'B06 header',
    'a header shorter than the least',
    changed((packet) => [patch(packet, 0, '44')]),
    [/headers that are cut or do not add up/],
  ),
  row(
    'B06 long header',
    'a header longer than the packet',
    changed((packet) => [patch(packet, 0, '4f').subarray(0, 40)]),
  ),
  row(
    'B06 total short',
    'a total length below the header',
    changed((packet) => [patch(packet, 2, '0013')]),
    [/headers that are cut or do not add up/],
  ),
  row(
    'B06 total zero',
    'a total length of 0: segmentation offload',
    changed((packet) => [patch(packet, 2, '0000')]),
    READ,
  ),
  row(
    'B06 total long',
    'a total length beyond the captured bytes',
    changed((packet) => [patch(packet, 2, 'ffff')]),
    READ,
  ),
  row(
    'B07',
    'padding behind the packet',
    framed((packet) => ether('0800', t.concat(packet, '2a05 0000 0000 2a05 0000 0000'))),
    READ,
    [/junk/],
  ),
  row(
    'B08 chain',
    'hop-by-hop, routing, destination, authentication',
    v6(0, `2b00 0000 00000000 3c00 0000 00000000 3300 0000 00000000 0602 0000 00000000 00000000 00000000`),
    READ,
  ),
  row('B08 thousand', 'a thousand extension headers', v6(60, `${'3c00 000000000000'.repeat(999)}0600 000000000000`), [
    /limit reached: \d+ packets have more extension headers/,
  ]),
  row('B08 none', 'no next header', v6(59, ''), []),
  row(
    'B09 reversed',
    'fragments in reverse',
    cutUp((packet, length) => [
      fragment(packet, 24, length, false),
      fragment(packet, 8, 24, true),
      fragment(packet, 0, 8, true),
    ]),
    READ,
  ),
  row(
    'B09 twice',
    'fragments, each twice',
    cutUp((packet, length) => [
      fragment(packet, 0, 24, true),
      fragment(packet, 0, 24, true),
      fragment(packet, 24, length, false),
    ]),
    READ,
  ),
  row(
    'B09 overlap',
    'fragments that overlap with other bytes: the first copy counts',
    cutUp((packet, length) => [
      fragment(packet, 0, 48, true),
      patch(fragment(packet, 24, length, false), 20, 'ffffffffffff'),
    ]),
    READ,
  ),
  row(
    'B09 gap',
    'a fragment is missing',
    cutUp((packet, length) => [fragment(packet, 0, 24, true), fragment(packet, 32, length, false)]),
    [/1 IP packet came in fragments that are not all there/],
  ),
  row(
    'B09 last short',
    'the last fragment lies before the first ends',
    cutUp((packet, length) => [
      fragment(packet, 0, length & ~7, true),
      fragment(packet, 8, 16, false),
      fragment(packet, length & ~7, length, false),
    ]),
  ),
  row(
    'B09 ping of death',
    'a fragment that ends beyond 65,535',
    changed((packet) => [packet, patch(fragment(packet, 0, 8, false), 6, '1fff')]),
    READ,
  ),
  row(
    'B09 empty',
    'a fragment of no bytes',
    cutUp((packet, length) => [
      fragment(packet, 0, 24, true),
      fragment(packet, 24, 24, true),
      fragment(packet, 24, length, false),
    ]),
    READ,
  ),
  row(
    'B10',
    '30,000 fragments without an end',
    () => {
      const packet = t.ipPacket({ ...OUTER, payload: t.zeros(24) })
      const packets = Array.from({ length: 30_000 }, (_, at) => ({
        time: BigInt(at) * 1000n,
        bytes: patch(patch(packet, 4, t.u16(at)), 6, '2000'),
      }))
      return t.pcap(packets, { link: 'raw' })
    },
    [
      /limit reached: \d+ incomplete IP packets were given up; 1024 IP datagrams in reassembly/,
      /IP packets came in fragments/,
    ],
  ),
  row(
    'B11',
    'a number used again behind a complete packet',
    cutUp((packet, length) => [
      fragment(packet, 0, 24, true),
      fragment(packet, 24, length, false),
      fragment(packet, 0, 24, true),
      fragment(packet, 24, length, false),
    ]),
    READ,
  ),
  row(
    'B12',
    'wrong checksums',
    changed((packet) => [patch(patch(packet, 10, 'beef'), 36, 'dead')]),
    [/note CAP-14 checksum-wrong/, ...READ],
  ),
  row(
    'B12 zero',
    'checksums that the network card computes',
    changed((packet) => [patch(patch(packet, 10, '0000'), 36, '0000')]),
    READ,
    [/checksum-wrong/],
  ),
  row(
    'B13',
    'every packet twice, with another TTL',
    changed((packet) => [packet, patch(packet, 8, '3f')]),
    READ,
    [/"gaps":\[\{/, /overlap/],
  ),
  row(
    'B14',
    'ICQ over UDP',
    changed((packet) => [packet, t.ipPacket({ ...OUTER, protocol: 17, payload: t.concat(t.u16(1025, 4000, 8, 0)) })]),
    [/packets of UDP port 4000: ICQ before version 6/, ...READ],
  ),
]

const MIDDLE = SAYS.subarray(13)
/** What may follow, with something lost between. */
const MORE = t.concat(...[9, 10, 11, 12].map((sequence) => t.flap(2, sequence, t.snac(1, 3, 0, t.hostOnline(1, 2, 4)))))

/** C: TCP. */
export const TCP_CASES: readonly Case[] = [
  row(
    'C01 offset',
    'a data offset below 5',
    changed((packet) => [packet, patch(packet, 32, '40')]),
    [/headers that are cut or do not add up/, ...READ],
  ),
  row(
    'C01 beyond',
    'a data offset beyond the segment',
    changed((packet) => [packet, patch(packet, 32, 'f0').subarray(0, 60)]),
    READ,
  ),
  ...['0800', '08ff', '0801'].map((options) =>
    row(
      `C01 ${options}`,
      'options that cannot be',
      opened((tcp) => tcp.segment({ side: 'server', options: t.hex(options), payload: SAYS })),
      READ,
    ),
  ),
  row(
    'C02 no SYN',
    'the start is missing',
    tcp((tcp) => tcp.send('server', SAYS)),
    [...READ, /"midstream":true/],
    [/"certainty":"sure"/],
  ),
  row(
    'C02 SYN-ACK',
    'only the answer to the SYN',
    tcp((tcp) =>
      tcp
        .lose('client', 1)
        .segment({ side: 'server', flags: syn | ack })
        .lose('server', 1)
        .send('server', SAYS),
    ),
    READ,
  ),
  row(
    'C02 one way',
    'one direction only',
    tcp((tcp) => tcp.lose('client', 1).lose('server', 1).send('server', SAYS, { ack: false })),
    READ,
    [/"certainty":"sure"/],
  ),
  row(
    'C02 middle',
    'the first packet begins inside of a frame',
    tcp((tcp) => tcp.send('server', t.concat(MIDDLE, SAYS))),
    READ,
    [/"certainty":"sure"/],
  ),
  ...[3, 8, 12].map((before) =>
    row(
      `C03 ${before}`,
      'sequence numbers wrap',
      opened((tcp) => tcp.send('server', SAYS, { mss: 5 }), { server: 0xffffffff - before }),
      READ,
      [/"gaps":\[\{/],
    ),
  ),
  row(
    'C04 same',
    'repeats of every kind',
    opened((tcp) => {
      const from = tcp.server.next
      tcp.send('server', SAYS, { mss: 10 })
      for (const [start, end] of [
        [0, 10],
        [5, 20],
        [0, SAYS.length],
        [12, 14],
        [SAYS.length - 3, SAYS.length],
      ])
        tcp.segment({ side: 'server', seq: from + start!, payload: SAYS.subarray(start, end) })
    }),
    READ,
    [/TCP-\d+ /],
  ),
  row(
    'C04 differs',
    'a repeat with other bytes',
    opened((tcp) => {
      const from = tcp.server.next
      tcp.send('server', SAYS).segment({ side: 'server', seq: from + 12, payload: t.filled(8, 0xee) })
    }),
    [...READ, /overlap-differs/],
  ),
  row(
    'C05',
    'a whole connection backwards',
    () => {
      const connection = new t.Connection(new t.Wire(), ENDS).open()
      const start = connection.wire.packets.length
      connection.send('server', SAYS, { mss: 4, ack: false })
      const { packets } = connection.wire
      return t.pcap(
        t.permuted(
          packets,
          [...packets.keys()].sort((a, b) => (a < start || b < start ? a - b : b - a)),
        ),
      )
    },
    READ,
    [/"gaps":\[\{/],
  ),
  ...[1, 5, 6, 9, 70_000].map((length) =>
    row(
      `C06 ${length}`,
      'a hole that nothing fills',
      opened((tcp) => tcp.send('server', SAYS).lose('server', length).send('server', MORE).close()),
      [...READ, new RegExp(`"gaps":\\[\\{[^}]*"bytes":${length}`)],
      [/"severity":"error"[^}]*"certainty":"sure"/],
    ),
  ),
  row(
    'C07',
    'the peer has what the capture has not',
    opened((tcp) => tcp.send('server', SAYS).lose('server', 50).ack('client').close()),
    [...READ, /"bytes":50/],
  ),
  row(
    'C08',
    'data that nobody acknowledged, and a reset',
    opened((tcp) => tcp.send('server', SAYS, { ack: false }).reset('client')),
    READ,
  ),
  row(
    'C09',
    'keep-alives and probes',
    opened((tcp) => {
      tcp.send('server', SAYS)
      for (let n = 0; n < 5; n++)
        tcp
          .segment({ side: 'server', seq: tcp.server.next - 1, payload: Uint8Array.of(n) })
          .segment({ side: 'client', window: 0 })
    }),
    READ,
    [/overlap-differs/],
  ),
  row(
    'C10 late',
    'data behind FIN, FIN again, half close',
    opened((tcp) =>
      tcp
        .send('server', SAYS)
        .fin('client')
        .send('server', t.flap(5, 4))
        .fin('server')
        .fin('client')
        .send('server', t.flap(5, 5)),
    ),
    READ,
  ),
  row(
    'C10 reset data',
    'a reset with data, and data behind it',
    opened((tcp) =>
      tcp
        .send('server', SAYS)
        .segment({ side: 'server', flags: rst | ack, payload: t.ascii('bye') })
        .segment({ side: 'server', payload: t.flap(5, 4) }),
    ),
    [...READ, /data-after-reset|TCP-/],
  ),
  row(
    'C10 blind',
    'a reset far off its stream',
    opened((tcp) =>
      tcp
        .send('server', SAYS)
        .segment({ side: 'client', seq: 9_000_000, flags: rst })
        .send('server', t.flap(5, 4))
        .close(),
    ),
    [...READ, /"closed":"fin"/],
  ),
  row(
    'C11 SYN data',
    'data in the SYN',
    tcp((tcp) =>
      tcp
        .segment({ side: 'server', flags: syn | ack })
        .lose('server', 1)
        .send('server', SAYS),
    ),
    READ,
  ),
  row(
    'C11 both',
    'both ends open',
    tcp((tcp) =>
      tcp
        .segment({ side: 'client', flags: syn, ack: 0 })
        .segment({ side: 'server', flags: syn, ack: 0 })
        .lose('client', 1)
        .lose('server', 1)
        .segment({ side: 'client', flags: ack })
        .segment({ side: 'server', flags: ack })
        .send('server', SAYS),
    ),
    READ,
  ),
  row(
    'C11 again',
    'a SYN sent again with another number',
    tcp((tcp) => tcp.segment({ side: 'client', seq: 77, flags: syn, ack: 0 }).open().send('server', SAYS)),
    READ,
  ),
  row(
    'C12',
    'the same ports again, without a close',
    () => {
      const wire = new t.Wire()
      for (const isn of [1000, 9_000_000])
        new t.Connection(wire, { ...ENDS, isn: { client: isn, server: isn + 5 } }).open().send('server', SAYS)
      return wire.pcap()
    },
    [...READ, /"type":"flow","id":2/],
  ),
  row(
    'C13',
    'an urgent pointer',
    opened((tcp) => tcp.segment({ side: 'server', flags: ack | urg, urgent: 3, payload: SAYS })),
    READ,
  ),
  row(
    'C16',
    'a segment two gigabytes ahead',
    opened((tcp) =>
      tcp
        .send('server', SAYS)
        .segment({ side: 'server', seq: (tcp.server.next + 0x80000000) >>> 0, payload: t.zeros(10) })
        .close(),
    ),
    [...READ, /1 segment too far from their stream/],
    [/"gaps":\[\{/],
  ),
  row(
    'C17',
    '20,000 segments of no bytes',
    opened((tcp) => {
      tcp.send('server', SAYS)
      for (let n = 0; n < 10_000; n++) tcp.ack('client').ack('server')
    }),
    READ,
  ),
  row(
    'C18',
    'the server is taken for the client until its frame says more',
    tcp((tcp) => tcp.send('server', SAYS).send('client', t.concat(HELLO, t.flap(2, 2, t.snac(1, 2, 1))))),
    READ,
  ),
  row(
    'C19 TLS',
    'TLS on the port of OSCAR',
    opened((tcp) => tcp.send('client', t.concat('16030100a5 010000a1 0303', t.noise(159)))),
    [/TLS, which nobody can look into/],
  ),
  row(
    'C19 proxy',
    'an HTTP proxy in front of FLAP',
    opened((tcp) =>
      tcp
        .send('client', t.ascii('CONNECT login.icq.com:5190 HTTP/1.0\r\n\r\n'))
        .send('server', t.concat(t.ascii('HTTP/1.0 200 OK\r\n\r\n'), SAYS, t.flap(5, 4))),
    ),
    READ,
    [/"severity":"error"/],
  ),
  row(
    'C19 SOCKS',
    'SOCKS in front of FLAP',
    opened((tcp) =>
      tcp
        .send('client', t.hex('050100'))
        .send('server', t.hex('0500'))
        .send('client', t.hex('05010001 c0000201 1446'))
        .send('server', t.concat('05000001 00000000 0000', SAYS, t.flap(5, 4))),
    ),
    READ,
    [/"severity":"error"/],
  ),
  row(
    'C14',
    'a window of 0 and time stamps that go back',
    opened((tcp) =>
      tcp.segment({ side: 'server', window: 0, options: t.hex('0101080a ffffffff 00000000'), payload: SAYS }),
    ),
    READ,
  ),
  row(
    'C10 FIN data',
    'a FIN with data',
    opened((tcp) => tcp.segment({ side: 'server', flags: fin | ack, payload: SAYS })),
    [...READ],
  ),
]
