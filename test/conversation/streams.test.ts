import { describe, expect, it } from 'vitest'
import { coverageOf } from '../../src/conversation/coverage.ts'
import { analyze } from '../support/analyze.ts'
import * as t from '../support/index.ts'

const connect = (client = '10.0.0.1:1025', server = '10.0.0.2:5190') =>
  new t.Connection(new t.Wire(), { client, server }).open()
const signon = (sequence: number) => t.flap(1, sequence, t.signon())
const data = (sequence: number) => t.flap(2, sequence, t.snac(1, 2, sequence, t.zeros(9)))
const flowOf = (tcp: t.Connection, from = 0) => analyze(t.pcap(tcp.wire.packets.slice(from))).flows[0]!
const PORTS = [5190, 443, 80, 23, 9898, 40_000]

describe('a connection is recognised by what it carries', () => {
  it.each(PORTS)('on port %i, from either side', (port) => {
    for (const first of ['client', 'server'] as const) {
      const tcp = connect('10.0.0.1:1025', `10.0.0.2:${port}`).send(first, signon(1))
      expect(flowOf(tcp.send(t.otherSide(first), signon(9)).close()).protocol).toBe('flap')
    }
  })

  it('byte by byte', () => {
    const s = t.scenario()
    s.transfer({ data: t.noise(50) }).complete()
    s.transfer().propose().refused().redirect({ connect: false }).refused().proxy().accept().exchange().close()
    const { flows } = analyze(t.pcap(t.resegmented(s.close().wire.packets, 1)))
    expect(flows.map(({ protocol }) => protocol).sort()).toEqual([
      'ars+oft2',
      'ars+oft2',
      'flap',
      'flap',
      'oft2',
      'other',
      'other',
    ])
  })

  it('as nothing known when it is none, and is left alone from then on', () => {
    const tcp = connect().send('client', t.ascii('GET / HTTP/1.0\r\n\r\n')).send('server', t.noise(50_000)).close()
    const track = flowOf(tcp)
    expect(track.protocol).toBe('other')
    expect(track.flow.ignored).toBe(true)
    expect(track.flow.stream(1).bytes).toBe(50_000)
  })

  it('as TLS or TOC when it is', () => {
    expect(flowOf(connect().send('client', t.hex('160301 0005 0100000100')).close()).protocol).toBe('tls')
    expect(flowOf(connect().send('client', t.ascii('FLAPON\r\n\r\n')).close()).protocol).toBe('toc')
  })

  it('as P3, the protocol of the AOL client, which has the same port', () => {
    expect(flowOf(connect().send('client', t.hex('5A 1234 0004 10 10 A3 00 0D')).close()).protocol).toBe('p3')
  })

  const through = (
    ...handshake: readonly (readonly ['client' | 'server', Uint8Array])[]
  ): ReturnType<typeof flowOf> => {
    const tcp = connect('10.0.0.1:1025', '10.0.0.9:1080')
    for (const [side, bytes] of handshake) tcp.send(side, bytes)
    tcp.send('server', signon(1)).send('client', signon(50))
    for (let number = 2; number < 5; number++) tcp.send('client', data(49 + number)).send('server', data(number))
    return flowOf(tcp.close())
  }

  it.each([
    [
      'HTTP CONNECT',
      [
        ['client', t.ascii('CONNECT login.oscar.aol.com:5190 HTTP/1.1\r\nHost: x\r\n\r\n')],
        ['server', t.ascii('HTTP/1.1 200 Connection established\r\n\r\n')],
      ],
    ],
    [
      'SOCKS 4',
      [
        ['client', t.hex('04 01 1446 0A000002 626F6200')],
        ['server', t.hex('00 5A 0000 00000000')],
      ],
    ],
    [
      'SOCKS 4a',
      [
        ['client', t.hex('04 01 1446 00000001 00 61 2E 62 00')],
        ['server', t.hex('00 5A 0000 00000000')],
      ],
    ],
    [
      'SOCKS 5 with a password',
      [
        ['client', t.hex('05 02 00 02')],
        ['server', t.hex('05 02')],
        ['client', t.hex('01 03 626F62 02 7077')],
        ['server', t.hex('01 00')],
        ['client', t.hex('05 01 00 03 03 612E62 1446')],
        ['server', t.hex('05 00 00 01 0A000002 1446')],
      ],
    ],
  ] as const)('behind %s, all of it', (_what, handshake) => {
    const track = through(...handshake)
    expect([track.protocol, track.frames(0), track.frames(1)]).toEqual(['flap', 4, 4])
    expect(coverageOf(track).unknown).toBe(0)
  })

  it('although one side never says a word', () => {
    expect(flowOf(connect().send('server', signon(1)).close()).protocol).toBe('flap')
  })
})

describe('a connection whose start was not captured', () => {
  function session(): t.Connection {
    const tcp = connect().send('server', signon(1)).send('client', signon(50))
    for (let number = 2; number < 9; number++) tcp.send('client', data(49 + number)).send('server', data(number))
    return tcp
  }

  it('is FLAP from the first frames that follow each other', () => {
    for (let from = 3; from < 20; from++) {
      const track = flowOf(session().close(), from)
      expect(track.protocol).toBe('flap')
      expect(track.frames(0) + track.frames(1)).toBeGreaterThan(7)
    }
  })

  it('finds its place on a side that had said nothing when the other was recognised', () => {
    const tcp = session()
    const from = tcp.wire.packets.length
    tcp.send('server', data(9)).send('server', data(10))
    // The rest of a frame whose beginning went by before.
    tcp.send('client', t.hex('2a02 0007 0003 ff')).send('client', data(60)).send('client', data(61))
    const track = flowOf(tcp.close(), from)
    expect(track.protocol).toBe('flap')
    expect(coverageOf(track)).toMatchObject({ unknown: 7, decoded: 4 * data(1).length })
  })

  it('is left alone when it is none', () => {
    const tcp = connect()
    for (let count = 0; count < 20; count++) tcp.send('client', t.noise(1000)).send('server', t.noise(1000))
    expect(flowOf(tcp, 3).protocol).toBe('other')
  })

  it.each([500, 5000, 100_000])('with %i bytes of a file to go is a transfer when the receiver says DONE', (rest) => {
    const file = { size: 200_000, name: 'long.bin', cookie: t.VECTOR_COOKIE }
    const tcp = connect()
      .send('client', t.oftHeader({ type: 'prompt', ...file }))
      .send('server', t.oftHeader({ type: 'ack', ...file }))
    tcp.send('client', t.noise(200_000 - rest))
    const from = tcp.wire.packets.length
    tcp
      .send('client', t.noise(rest))
      .send('server', t.oftHeader({ type: 'done', ...file }))
      .close()
    const { flows, transfers, findings } = analyze(t.pcap(tcp.wire.packets.slice(from)))
    expect(flows[0]!.protocol).toBe('oft2')
    expect(
      transfers.map(({ outcome, best }) => [outcome, best.file.received, best.file.holeBytes, best.verdict]),
    ).toEqual([['complete', rest, 200_000 - rest, 'unchecked']])
    expect(coverageOf(flows[0]!)).toMatchObject({ data: rest, decoded: 256, unknown: 0 })
    expect(findings.filter(({ certainty }) => certainty === 'sure')).toEqual([])
  })
})

describe('who is the client', () => {
  it('is the side of the SYN, whatever the ports', () => {
    const track = flowOf(connect('10.0.0.2:5190', '10.0.0.1:1025').send('server', signon(1)).close())
    expect(track.ends[track.client]).toBe('10.0.0.2:5190')
    expect(track.clientSure).toBe(true)
  })

  it('is without a SYN the side with the port that servers do not use', () => {
    for (const [client, server] of [
      ['10.0.0.1:1025', '10.0.0.2:5190'],
      ['10.0.0.9:40000', '10.0.0.2:443'],
      ['10.0.0.9:50000', '10.0.0.2:4000'],
    ] as const) {
      const track = flowOf(connect(client, server).send('server', signon(1)).send('client', signon(2)), 3)
      expect(track.ends[track.client]).toBe(client)
      expect(track.clientSure).toBe(false)
    }
  })
})
