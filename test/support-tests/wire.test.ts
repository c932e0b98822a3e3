import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import * as t from '../support/index.ts'

const hasTshark = spawnSync('tshark', ['--version']).status === 0
// Without tshark these show up as skipped.
const withTshark = describe.skipIf(!hasTshark)

const CHECKS = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE', '-d', 'tcp.port==5190,aim']

const folder = mkdtempSync(join(tmpdir(), 'wire-'))
afterAll(() => rmSync(folder, { recursive: true }))

function tshark(capture: Uint8Array, ...args: string[]): string[] {
  const file = join(folder, 'capture')
  writeFileSync(file, capture)
  const output = execFileSync('tshark', ['-r', file, ...CHECKS, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return output.split('\n').slice(0, -1)
}

/** One field of every packet that a filter lets through. */
const field = (capture: Uint8Array, name: string, filter = 'frame') =>
  tshark(capture, '-Y', filter, '-T', 'fields', '-e', name)

/** What no packet of ours may give tshark reason to say; resets are meant. */
const FAULTS =
  '_ws.malformed or tcp.analysis.flags or tcp.checksum.status == "Bad" or ip.checksum.status == "Bad" or _ws.expert.severity == error'

/** One of everything. */
function everything(): t.Scenario {
  const s = t.scenario({ logIn: true })
  s.im('alice', 'bob', 'hi').im('bob', 'alice', 'grüß dich', { charset: 2 })
  s.transfer().complete()
  s.transfer({ from: 'bob', to: 'alice' }).propose().refused().redirect().accept().exchange().close()
  s.transfer({ data: t.noise(9001) })
    .propose()
    .unanswered()
    .redirect({ connect: false })
    .refused()
    .proxy()
    .accept()
    .exchange()
    .close()
  s.transfer({ data: t.noise(3000) })
    .propose()
    .connect()
    .accept()
    .prompt()
    .resume({ at: 1001 })
    .data()
    .done()
    .close()
  s.transfer({
    files: [
      { name: 'a', data: t.utf8('a') },
      { name: 'b', data: t.utf8('bb') },
    ],
  }).complete()
  s.transfer().propose().decline()
  s.transfer().propose().decline({ how: 'client-error' })
  s.transfer().propose({ deliver: false, hostAck: false }).hostError()
  s.transfer().propose().askForProxy().cancel({ reason: null })
  s.transfer().propose().connect().accept().prompt().ack().data({ bytes: 5 }).reset()
  s.directIm().complete()
  return s.signOff('bob', { frame: 'client' }).close()
}

const onServerLegs = 'ip.addr == 10.0.0.100'

withTshark('tshark agrees with what is built', () => {
  it('finds no damage and no wrong checksum in one of everything', () => {
    const peers = `not (${onServerLegs}) and _ws.malformed`
    const capture = everything().wire.pcap()
    // On its port 5190 tshark takes peer connections for FLAP, and an unanswered SYN is sent again on purpose.
    expect(tshark(capture, '-Y', `(${FAULTS}) and not (${peers}) and not tcp.analysis.retransmission`)).toEqual([])
  })

  it('reads every FLAP frame, its number one more than the last', () => {
    const s = everything()
    const counts = new Map<string, number>()
    for (const line of tshark(
      s.wire.pcap(),
      '-Y',
      `aim and ${onServerLegs}`,
      '-T',
      'fields',
      '-e',
      'tcp.stream',
      '-e',
      'ip.src',
      '-e',
      'aim.seqno',
    )) {
      const [stream, source, number] = line.split('\t')
      const key = `${stream} ${source}`
      const before = counts.get(key)
      if (before !== undefined) expect(Number(number)).toBe(before + 1)
      counts.set(key, Number(number))
    }
    expect(counts.size).toBe(8)
  })

  it('gives back the file from the bytes of the peer connection', () => {
    const data = t.noise(5001)
    const s = t.scenario({ legs: [] })
    s.transfer({ data }).complete()
    const sent = field(s.wire.pcap(), 'tcp.payload', 'tcp.srcport == 5190 and tcp.len > 0')
    expect(t.toHex(t.concat(...sent)).slice(512)).toBe(t.toHex(data))
  })

  it('reads IPv6', () => {
    const s = t.scenario({
      alice: { ip: '2001:db8::1' },
      bob: { ip: '2001:db8:0:1::2' },
      server: '[2001:db8::100]:5190',
    })
    s.im('alice', 'bob', 'hi').close()
    const capture = s.wire.pcap({ link: 'raw' })
    const good = 'aim and tcp.checksum.status == "Good" and not _ws.malformed'
    expect(new Set(field(capture, 'ipv6.src', good))).toEqual(
      new Set(['2001:db8::1', '2001:db8:0:1::2', '2001:db8::100']),
    )
  })

  it('reads a session whose packets take turns with every kind of link', () => {
    const links = Object.keys(t.LINKS) as t.LinkName[]
    const s = t.scenario()
    for (let count = 0; count < 4; count++) s.im('alice', 'bob', 'hi')
    const { wire } = s.close()
    const file = t.concat(
      t.sectionHeader(),
      ...links.map((link) => t.interfaceBlock({ link, name: link })),
      ...wire.packets.map((packet, index) => {
        const interfaceId = index % links.length
        return t.enhancedPacket(packet, { link: links[interfaceId]!, interfaceId })
      }),
    )
    expect(tshark(file, '-Y', FAULTS)).toEqual([])
    expect(new Set(field(file, 'frame.interface_name', 'aim'))).toEqual(new Set(links))
  })

  it.each([
    ['pcap', 'little-endian microseconds', {}, '1104537600.123456000'],
    ['pcap', 'big-endian nanoseconds', { nanoseconds: true, bigEndian: true }, '1104537600.123456789'],
    ['pcapng', 'big-endian nanoseconds', { nanoseconds: true, bigEndian: true }, '1104537600.123456789'],
  ] as const)('reads %s in %s', (format, _, options, time) => {
    const wire = new t.Wire({ start: 1_104_537_600_123_456_789n })
    new t.Connection(wire, { client: '10.0.0.1:1', server: '10.0.0.2:2' }).open()
    expect(field(wire[format]({ ...options, link: 'null' }), 'frame.time_epoch', 'tcp')[0]).toBe(time)
  })

  it('reassembles IPv4 fragments', () => {
    const wire = new t.Wire()
    const tcp = new t.Connection(wire, { client: '10.0.0.1:1', server: '10.0.0.2:2' }).open()
    tcp.send('client', t.noise(1000), { ack: false })
    const [whole] = wire.packets.splice(-1)
    for (const fragment of t.ipv4Fragments(whole!.bytes, 256)) wire.packet(fragment)
    const good = 'tcp.len > 0 and ip.checksum.status == "Good" and tcp.checksum.status == "Good"'
    expect(field(wire.pcap(), 'tcp.len', good)).toEqual(['1000'])
  })

  it('still finds right checksums after segments were cut anew', () => {
    const { packets } = everything().wire
    const cut = t.pcap(t.resegmented(packets, 7), { snaplen: 96 })
    expect(tshark(cut, '-Y', 'tcp.checksum.status == "Bad" or ip.checksum.status == "Bad"')).toEqual([])
  })
})

describe('the wire', () => {
  /** Bytes of each direction in order of their sequence numbers. */
  function streams(packets: readonly t.Packet[]): Map<string, string> {
    const found = new Map<string, string>()
    for (const { bytes } of packets) {
      const key = t.toHex(bytes.subarray(12, 24))
      found.set(key, (found.get(key) ?? '') + t.toHex(t.tcpPayload(bytes)))
    }
    return found
  }

  it('carries the same bytes however the segments are cut', () => {
    const { packets } = everything().wire
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), (size) => {
        expect(streams(t.resegmented(packets, size))).toEqual(streams(packets))
      }),
      { numRuns: 5 },
    )
  })

  it('writes the same file every time', () => {
    expect(everything().wire.pcap()).toEqual(everything().wire.pcap())
  })

  it('never goes back in time when packets are left out, swapped or doubled', () => {
    const { packets } = t.scenario().wire
    const order = packets.map((_, index) => packets.length - 1 - index)
    for (const list of [t.without(packets, [0, 2]), t.permuted(packets, order), t.duplicated(packets, [1])]) {
      expect(list.every(({ time }, index) => index === 0 || time >= list[index - 1]!.time)).toBe(true)
    }
    expect(t.permuted(packets, order)[0]!.bytes).toBe(packets.at(-1)!.bytes)
  })

  it('shows only the connections of the people whose legs are captured', () => {
    const s = t.scenario({ legs: ['alice'], peers: false })
    s.transfer().propose().refused().redirect({ connect: false }).proxy().exchange().close()
    const ends = s.wire.packets.map(({ bytes }) => [...bytes.subarray(12, 20)].join('.'))
    expect(ends.length).toBeGreaterThan(20)
    expect(ends.filter((pair) => pair.includes('10.0.0.2.') || pair.endsWith('10.0.0.2'))).toEqual([])
  })

  it('starts the next frame after the number a fault was given', () => {
    const s = t.scenario()
    s.flap('alice', 'client', 5, t.EMPTY, { sequence: 0xffff }).flap('alice', 'client', 5)
    const frames = s.wire.packets
      .map(({ bytes }) => t.toHex(t.tcpPayload(bytes)))
      .filter((bytes) => bytes.startsWith('2a05'))
    expect(frames).toEqual(['2a05ffff0000', '2a0500000000'])
  })
})
