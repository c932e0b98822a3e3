import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { CaptureReader } from '../../src/capture/reader.ts'
import { reportProblems } from '../../src/cli/session.ts'
import type { Shell } from '../../src/cli/shell.ts'
import type { CaptureFile } from '../../src/io/capture-file.ts'
import { LIMITS, setLimit, type LimitName } from '../../src/limits.ts'
import { isProblem, parse } from '../../src/report/filter/index.ts'
import { hexLines } from '../../src/report/hex-dump.ts'
import { readPaste } from '../../src/report/paste/read.ts'
import { pcapHeader, pcapRecord } from '../capture/files.ts'
import { oscarscope } from '../cli/program.ts'
import { temporaryFiles } from '../io/reading.ts'
import * as t from '../support/index.ts'
import { tell } from './tell.ts'

const DEFAULTS = Object.entries(LIMITS).map(([name, { value }]) => [name as LimitName, value] as const)

afterEach(() => {
  for (const [name, value] of DEFAULTS) setLimit(name, value)
})

const files = temporaryFiles()
const ENDS = { client: '10.0.0.1:1025', server: '10.0.0.2:5190' } as const
const HELLO = t.flap(1, 1, t.signon())

/** What is said of a connection from a server's sign-on frame on. */
function talk(happens: (tcp: t.Connection, wire: t.Wire) => unknown): string {
  const wire = new t.Wire()
  const tcp = new t.Connection(wire, ENDS).open().send('server', HELLO)
  happens(tcp, wire)
  return tell(wire.pcap()).text
}

/** What is said of packets in Ethernet frames. */
const ether = (...frames: readonly Uint8Array[]): string =>
  tell(
    t.concat(pcapHeader(), ...frames.map((data, seconds) => pcapRecord({ seconds: seconds * 5, fraction: 0, data }))),
  ).text

const frame = (type: t.Bytes, packet: t.Bytes): Uint8Array => t.concat('020000000001 020000000002', type, packet)
const syn = (from: string, port = 1025): Uint8Array =>
  t.tcpPacket({ from: { ip: from, port }, to: { ip: '10.0.0.2', port: 5190 }, seq: 1, flags: t.TCP_FLAGS.syn })
const piece = (id: number): Uint8Array => {
  const packet = t.ipPacket({ from: '10.0.0.1', to: '10.0.0.2', payload: t.zeros(64), id })
  packet.set(t.u16(0x2000), 6)
  return frame('0800', packet)
}

function scene(happens: (s: t.Scenario) => unknown): string {
  const s = t.scenario()
  happens(s)
  return tell(s.close().wire.pcap()).text
}

/** Something is lost that comes later than anybody waits for it. */
const late = (meanwhile: (tcp: t.Connection, wire: t.Wire) => void): string =>
  talk((tcp, wire) => {
    const at = tcp.server.next
    const lost = t.flap(5, 2)
    tcp.lose('server', lost.length).send('server', t.flap(5, 3))
    meanwhile(tcp, wire)
    tcp.segment({ side: 'server', seq: at, payload: lost })
  })

const extraction = (limit: string, ...more: readonly string[]): string => {
  const s = t.scenario()
  for (const name of ['a', 'b', 'c']) s.transfer({ name, data: t.noise(500) }).complete()
  s.im('alice', 'bob', 'hello '.repeat(40))
  const path = files.write('extract.pcap', s.close().wire.pcap())
  const folder = files.path(`extracted-${limit}`)
  return oscarscope(['extract', path, '-o', folder, '--limit', limit, ...more]).err
}

const inflated = (limit: string, bytes: Uint8Array): string =>
  oscarscope(['check', '-', '--limit', limit], { input: gzipSync(bytes) }).err

/** For each limit the value that it is given, and what then reaches it. */
const REACHED: Readonly<
  Record<Exclude<LimitName, 'watchedConversations' | 'watchedEvents'>, readonly [number, () => string]>
> = {
  capturedPacket: [
    262_144,
    () => tell(t.concat(pcapHeader(), pcapRecord({ seconds: 1, fraction: 0, data: t.EMPTY, captured: 262_145 }))).text,
  ],
  pcapngBlock: [100, () => tell(t.concat(t.sectionHeader(), t.pcapngBlock(0xbad, t.zeros(200)))).text],
  pcapngSection: [
    40,
    () =>
      tell(
        t.concat(
          t.sectionHeader(),
          t.pcapngBlock(0x0a0d0d0a, t.concat('4d3c2b1a 0100 0000 ffffffff ffffffff', t.zeros(40))),
        ),
      ).text,
  ],
  interfaces: [
    65_536,
    () => {
      const face = t.interfaceBlock()
      const many = new Uint8Array(65_537 * face.length)
      for (let at = 0; at < many.length; at += face.length) many.set(face, at)
      return tell(t.concat(t.sectionHeader(), many)).text
    },
  ],
  captureProblems: [
    3,
    () => {
      const reader = new CaptureReader()
      const bytes = t.concat(
        pcapHeader(),
        ...Array.from({ length: 9 }, () => pcapRecord({ seconds: 1, fraction: 0, data: t.zeros(20), original: 3 })),
      )
      reader.room().set(bytes)
      reader.filled(bytes.length)
      reader.end()
      while (reader.next());
      const said: string[] = []
      reportProblems({ say: (line: string) => said.push(line) } as unknown as Shell, [
        { name: 'x', reader } as CaptureFile,
      ])
      return said.join('\n')
    },
  ],
  gzipOutput: [1000, () => inflated('gzipOutput=1000', t.scenario().wire.pcap())],
  gzipRatio: [200, () => inflated('gzipRatio=200', t.concat(pcapHeader(), t.zeros(80 << 20)))],
  layers: [2, () => ether(frame('8100', t.concat('0001 8100 0002 8100 0003 0800', syn('10.0.0.1'))))],
  ipv6Extensions: [
    1,
    () => {
      const packet = t.ipPacket({
        from: '2001:db8::1',
        to: '2001:db8::2',
        payload: t.concat('3c00 0000 00000000 0600 0000 00000000', t.zeros(20)),
        protocol: 60,
      })
      return ether(frame('86dd', packet))
    },
  ],
  ipv6Addresses: [
    2,
    () =>
      ether(
        ...['1', '3'].map((n) =>
          frame('86dd', t.ipPacket({ from: `2001:db8::${n}`, to: '2001:db8::2', payload: t.zeros(20) })),
        ),
      ),
  ],
  fragmentedDatagrams: [1, () => ether(piece(1), piece(2), piece(3))],
  fragmentBytes: [100, () => ether(piece(1), piece(2), piece(3))],
  fragmentAge: [3, () => ether(piece(1), piece(2))],
  flows: [4, () => ether(...[1, 2, 3, 4, 5, 6].map((n) => frame('0800', syn(`10.0.1.${n}`))))],
  halfOpen: [
    10,
    () => ether(...Array.from({ length: 8_200 }, (_, n) => frame('0800', syn(`10.1.${n >> 8}.${n & 255}`)))),
  ],
  closedFlows: [
    1,
    () =>
      talk((tcp, wire) => {
        tcp.close()
        new t.Connection(wire, { client: '10.0.0.9:1', server: '10.0.0.2:5190' }).open().close()
      }),
  ],
  closedFlowLinger: [
    1,
    () =>
      talk((tcp, wire) => {
        tcp.close()
        wire.wait(5000)
        new t.Connection(wire, { client: '10.0.0.9:1', server: '10.0.0.2:5190' }).open()
        wire.wait(5000)
        new t.Connection(wire, { client: '10.0.0.9:2', server: '10.0.0.2:5190' }).open()
        tcp.segment({ side: 'server', payload: t.flap(5, 9) })
      }),
  ],
  pendingPerStream: [
    4000,
    () =>
      talk((tcp) => {
        for (let n = 0; n < 30; n++) tcp.lose('server', 10).send('server', t.filled(1000, 0x2a), { ack: false })
      }),
  ],
  pendingTotal: [
    4000,
    () =>
      talk((tcp) => {
        for (let n = 0; n < 30; n++) tcp.lose('server', 10).send('server', t.filled(1000, 0x2a), { ack: false })
      }),
  ],
  unfinished: [
    10_000,
    () => {
      const wire = new t.Wire()
      const begun = t.concat(HELLO, '2a020002ffff', t.zeros(8000))
      for (const n of [1, 2, 3])
        new t.Connection(wire, { ...ENDS, client: `10.0.0.1:${n}` }).open().send('server', begun)
      return tell(wire.pcap()).text
    },
  ],
  holePatience: [
    1,
    () =>
      late((tcp, wire) => {
        wire.wait(3000)
        tcp.send('server', t.flap(5, 4))
      }),
  ],
  holePackets: [
    3,
    () =>
      late((tcp) => {
        for (let n = 4; n < 9; n++) tcp.send('server', t.flap(5, n))
      }),
  ],
  outOfWindow: [
    1000,
    () => talk((tcp) => tcp.segment({ side: 'server', seq: tcp.server.next + 5000, payload: t.zeros(9) })),
  ],
  probeBytes: [
    200,
    () => tell(new t.Connection(new t.Wire(), ENDS).send('server', t.filled(2000, 0x2a)).wire.pcap()).text,
  ],
  items: [
    2,
    () =>
      talk((tcp) =>
        tcp.send('server', t.flap(2, 2, t.snac(1, 0x0f, 0, t.userInfo('bob', [t.tlv(1), t.tlv(2), t.tlv(3)])))),
      ),
  ],
  directIm: [
    10,
    () => scene((s) => s.directIm().propose().connect().confirm().accept().message('from', 'x'.repeat(50)).close()),
  ],
  hexRows: [2, () => hexLines(t.zeros(100), 0, 100).join('\n')],
  tombstones: [
    4,
    () =>
      scene((s) => {
        for (let n = 0; n < 12; n++) {
          s.transfer().propose().cancel()
          s.wire.wait(10_000)
        }
      }),
  ],
  conversations: [
    20,
    () =>
      scene((s) => {
        for (let n = 0; n < 60; n++) s.transfer().propose()
      }),
  ],
  sessions: [
    4,
    () => {
      const wire = new t.Wire()
      for (let n = 1; n <= 9; n++)
        new t.Connection(wire, { ...ENDS, client: `10.0.0.${n}:1025` }).open().send('server', HELLO).close()
      return oscarscope(['sessions', files.write('sessions.pcap', wire.pcap()), '--limit', 'sessions=4']).err
    },
  ],
  history: [3, () => scene((s) => s.transfer().propose().propose({ by: 'to', sequence: 2 }).propose({ sequence: 3 }))],
  findingsPerRule: [
    3,
    () =>
      talk((tcp) => {
        for (let n = 0; n < 20; n++) tcp.send('server', t.flap(5, n * 7))
      }),
  ],
  extractedFile: [100, () => extraction('extractedFile=100')],
  extractedTotal: [600, () => extraction('extractedTotal=600')],
  extractedFiles: [1, () => extraction('extractedFiles=1')],
  transcripts: [50, () => extraction('transcripts=50', '--chat')],
  filterLength: [10, () => problemOf('frame.number == 1234567')],
  filterDepth: [2, () => problemOf('(((frame.number)))')],
  pasteLength: [10, () => JSON.stringify(readPaste('2a '.repeat(40)))],
}

function problemOf(filter: string): string {
  const parsed = parse(filter)
  return isProblem(parsed) ? parsed.message : ''
}

/** In these nothing can be raised: the format, or a buffer, has no room for more. */
const FIXED: Partial<Record<LimitName, RegExp>> = {
  capturedPacket: /impossible captured length: 262145, expected at most 262144/,
  interfaces: /too many interfaces: one more, expected at most 65536/,
}

describe('a limit that is reached is said once, with the option that raises it', () => {
  it.each(Object.entries(REACHED))('%s', (name, [value, reach]) => {
    setLimit(name as LimitName, value)
    // Records say it as well.
    const text = reach().replaceAll(/^\{.*\n/gm, '')
    const pattern = FIXED[name as LimitName] ?? new RegExp(`--limit ${name}=N`)
    expect(text).toMatch(pattern)
    expect(text.split('\n').filter((line) => pattern.test(line))).toHaveLength(1)
  })

  it('those that cannot be raised are the ones that the table says', () => {
    const fixed = Object.entries(LIMITS).filter(([, limit]) => 'fixed' in limit)
    expect(fixed.map(([name]) => name)).toEqual(Object.keys(FIXED))
  })
})
