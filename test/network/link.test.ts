import { describe, expect, it } from 'vitest'
import * as t from '../support/index.ts'
import { listen } from './listen.ts'

const LINKS = Object.keys(t.LINKS) as t.LinkName[]

/** Both ways, short and long segments, and a close. */
function exchange(client: string, server: string): t.Wire {
  const wire = new t.Wire()
  const tcp = new t.Connection(wire, { client, server }).open()
  tcp.send('client', t.ascii('a')).send('server', t.noise(4000)).send('client', t.ascii('thanks')).close()
  return wire
}

const streamsOf = (capture: Uint8Array) => listen(capture).flows.map(({ streams }) => streams)

const FAMILIES = [
  ['IPv4', '10.0.0.1:1025', '10.0.0.2:5190'],
  ['IPv6', '[2001:db8::1]:1025', '[2001:db8::2]:5190'],
] as const

describe.each(FAMILIES)('%s', (_, client, server) => {
  const wire = exchange(client, server)
  const streams = { [client]: 'athanks<end>', [server]: `${String.fromCharCode(...t.noise(4000))}<end>` }

  it.each(LINKS)('the streams are the same over %s', (link) => {
    expect(streamsOf(wire.pcap({ link }))).toEqual([streams])
    expect(streamsOf(wire.pcapng({ link, bigEndian: true }))).toEqual([streams])
  })

  it('packets may take turns with every kind of link', () => {
    const file = t.concat(
      t.sectionHeader(),
      ...LINKS.map((link) => t.interfaceBlock({ link })),
      ...wire.packets.map((packet, at) =>
        t.enhancedPacket(packet, { link: LINKS[at % LINKS.length]!, interfaceId: at % LINKS.length }),
      ),
    )
    expect(streamsOf(file)).toEqual([streams])
  })

  it.each(LINKS)('a packet cut anywhere in its headers over %s is dropped and harms nothing', (link) => {
    const syn = t.linkFrame(link, wire.packets[0]!.bytes)
    for (let snaplen = 0; snaplen < syn.length; snaplen++) {
      const { flows, network } = listen(wire.pcap({ link, snaplen }))
      const dropped = network.skipped.link + network.skipped.malformed + network.tcp.malformed
      if (flows.length === 0) expect(dropped).toBeGreaterThan(0)
      for (const { flow } of flows) expect(flow.stream0.bytes + flow.stream1.bytes).toBe(4000 + 'athanks'.length)
    }
  })
})

/** One Ethernet frame of a packet that carries data, made by `wrap` from the IP packet. */
function framed(wrap: (ip: Uint8Array) => Uint8Array, ethertype = '0800'): Uint8Array {
  const wire = exchange('10.0.0.1:1025', '10.0.0.2:5190')
  const packets = wire.packets.map(({ time, bytes }) => ({
    time,
    bytes: t.concat('020000000001 020000000002', ethertype, wrap(bytes)),
  }))
  return rawFrames(packets)
}

/** A capture of whole Ethernet frames. */
function rawFrames(frames: readonly t.Packet[]): Uint8Array {
  const file = t.pcap(frames, { link: 'raw' })
  file.set(t.u32le(1), 20)
  return file
}

const inside = (ip: Uint8Array, protocol: number, payload: Uint8Array = ip) =>
  t.ipPacket({ from: '192.0.2.1', to: '192.0.2.2', protocol, payload })

const inside6 = (ip: Uint8Array, protocol: number) =>
  t.ipPacket({ from: '2001:db8::9', to: '2001:db8::8', protocol, payload: ip })

/** An IPv4 packet turned into IPv6 with extension headers `chain`, the first of type `first`. */
function extended(first: number, chain: t.Bytes) {
  return (ip: Uint8Array) => {
    const payload = t.concat(chain, ip.subarray(20))
    return t.ipPacket({
      from: ip[15] === 1 ? '2001:db8::1' : '2001:db8::2',
      to: ip[15] === 1 ? '2001:db8::2' : '2001:db8::1',
      protocol: first,
      payload,
    })
  }
}

describe('tunnels and stacks of headers', () => {
  it.each([
    ['IPv4 in IPv4', framed((ip) => inside(ip, 4))],
    ['IPv4 in IPv6', framed((ip) => inside6(ip, 4), '86dd')],
    ['GRE', framed((ip) => inside(ip, 47, t.concat('0000 0800', ip)))],
    [
      'GRE with checksum, key and sequence number',
      framed((ip) => inside(ip, 47, t.concat('b000 0800 00000000 00000001 00000002', ip))),
    ],
    ['GRE with a key', framed((ip) => inside(ip, 47, t.concat('2000 0800 00000001', ip)))],
    ['IP in GRE in IP', framed((ip) => inside(inside(ip, 47, t.concat('0000 0800', ip)), 4))],
    ['three labels of MPLS', framed((ip) => t.concat('00001040 00002040 00003140', ip), '8847')],
    ['a priority tag', framed((ip) => t.concat('0000 0800', ip), '8100')],
    [
      'three tags, the outer one in the old type',
      framed((ip) => t.concat('0001 88a8 0002 8100 0003 0800', ip), '9100'),
    ],
    [
      'PPPoE with the frame filled up',
      framed((ip) => t.concat('1100 0001', t.u16(ip.length + 2), '0021', ip, t.zeros(9)), '8864'),
    ],
    [
      'hop-by-hop and destination options',
      framed(extended(0, '3c00 010400000000 0601 0104000000000104000000000000'), '86dd'),
    ],
  ])('%s carries the same streams', (name, capture) => {
    const [streams] = streamsOf(capture)
    expect(
      Object.values(streams!).map((text) => text.length),
      name,
    ).toEqual(expect.arrayContaining(['athanks<end>'.length, 4005]))
  })

  it('an authentication header is passed over', () => {
    const chain = '0604 0000 00000001 00000001 000000000000000000000000'
    expect(
      Object.values(streamsOf(framed(extended(51, chain), '86dd'))[0]!).some((text) => text === 'athanks<end>'),
    ).toBe(true)
  })

  it('a thousand tags are given up, not followed', () => {
    const { flows, network } = listen(framed((ip) => t.concat('0001 8100 '.repeat(1000), '0001 0800', ip), '8100'))
    expect(flows).toEqual([])
    expect(network.skipped.deep).toBeGreaterThan(0)
  })

  it('a thousand labels of MPLS are given up', () => {
    expect(listen(framed((ip) => t.concat('00001040'.repeat(1000), '00003140', ip), '8847')).flows).toEqual([])
  })

  it('a hundred IPv6 extension headers are given up', () => {
    const chain = `${'3c00 010400000000'.repeat(99)}0600 010400000000`
    expect(listen(framed(extended(60, chain), '86dd')).flows).toEqual([])
  })

  it('what is not TCP is counted', () => {
    const { network } = listen(
      framed((ip) => t.ipPacket({ from: '192.0.2.1', to: '192.0.2.2', protocol: 17, payload: ip.subarray(20) })),
    )
    expect(network.skipped.other).toBeGreaterThan(0)
  })

  it('a link type that is not decoded is counted by its number', () => {
    const capture = exchange('10.0.0.1:1', '10.0.0.2:2').pcap()
    capture.set(t.u32le(105), 20)
    const { network, flows } = listen(capture)
    expect(flows).toEqual([])
    expect(network.unknownLinkTypes.get(105)).toBeGreaterThan(0)
  })

  it.each([
    ['a version that is not 4', 0, '65'],
    ['a header shorter than 20 bytes', 0, '44'],
    ['a header longer than the packet', 0, '4f'],
    ['a total length shorter than the header', 2, '0013'],
  ])('an IPv4 packet with %s is counted and dropped', (_, at, bytes) => {
    const { flows, network } = listen(
      framed((ip) => {
        const bad = t.concat(ip.subarray(0, 40))
        bad.set(t.hex(bytes), at)
        return bad
      }),
    )
    expect(flows).toEqual([])
    expect(network.skipped.malformed + network.tcp.malformed).toBeGreaterThan(0)
  })
})

describe('what the link adds', () => {
  it('padding of a short Ethernet frame never becomes data', () => {
    const wire = new t.Wire()
    const tcp = new t.Connection(wire, { client: '10.0.0.1:1025', server: '10.0.0.2:5190' }).open()
    tcp.send('client', t.ascii('hi')).close()
    const [streams] = streamsOf(wire.pcap({ link: 'ethernet-padded' }))
    expect(streams!['10.0.0.1:1025']).toBe('hi<end>')
  })

  it('a superframe, whose IP length is 0 because it did not fit, is taken whole', () => {
    const wire = new t.Wire()
    const tcp = new t.Connection(wire, { client: '10.0.0.1:1025', server: '10.0.0.2:5190' }).open()
    const data = t.noise(60_000)
    tcp.send('client', data, { mss: data.length }).close()
    for (const { bytes } of wire.packets) if (bytes.length > 60_000) bytes.set(t.u16(0), 2)
    const [streams] = streamsOf(wire.pcap())
    expect(streams!['10.0.0.1:1025']).toBe(`${String.fromCharCode(...data)}<end>`)
  })
})
