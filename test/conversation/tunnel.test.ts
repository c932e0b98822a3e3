import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import { coverageOf } from '../../src/conversation/coverage.ts'
import type { TimelineEvent } from '../../src/conversation/event.ts'
import type { Track } from '../../src/conversation/track.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { feed } from '../support/feed.ts'
import * as t from '../support/index.ts'

interface Seen {
  /** Who said what, in order; one line each. */
  readonly events: string[]
  readonly flows: Track[]
  readonly findings: Finding[]
}

function seenIn(capture: Uint8Array): Seen {
  const seen: Seen = { events: [], flows: [], findings: [] }
  const analyzer = new Analyzer({
    wantsEvents: true,
    event: (event: TimelineEvent) => {
      const { summary } = event.decode()
      seen.events.push(`${event.fromClient ? '>' : '<'} ${event.name} ${summary} ${event.conversation?.id ?? ''}`)
    },
    flow: (track) => seen.flows.push(track),
    conversation: () => {},
    transfer: () => {},
    finding: (finding) => seen.findings.push(finding),
  })
  feed(analyzer, capture)
  return seen
}

/** Alice and Bob say hello and send a file; Alice's connections to servers go through a tunnel, or do not. */
function session(options: t.TunnelOptions | undefined): { s: t.Scenario; tunnel: t.HttpTunnel | undefined } {
  const s = t.scenario({ signOn: false })
  const tunnel = options && new t.HttpTunnel(s.wire, options).open()
  if (tunnel !== undefined) {
    const ends = { client: '10.0.0.1:1', server: s.server }
    const alice = s.person('alice')
    alice.bos = new t.Bos(s.wire, { ...ends, name: alice.name, tcp: tunnel.connection(1, ends) })
  }
  s.signOn('alice').signOn('bob')
  s.im('alice', 'bob', 'hello')
  s.im('bob', 'alice', 'x'.repeat(2000))
  s.transfer().complete()
  return { s, tunnel }
}

function tunnelled(options: t.TunnelOptions = {}): Uint8Array {
  const { s, tunnel } = session(options)
  s.close()
  tunnel!.close()
  return s.wire.pcap()
}

const DIRECT = seenIn(session(undefined).s.close().wire.pcap())

describe('connections inside of the ICQ tunnel', () => {
  it('are read as if they were their own', () => {
    const { events, flows, findings } = seenIn(tunnelled())
    expect(events).toEqual(DIRECT.events)
    expect(findings.map(({ code }) => code)).toEqual(DIRECT.findings.map(({ code }) => code))
    const protocols = flows.map(({ protocol, ends, flow }) => [protocol, ends.join(' '), flow.inside, flow.closed])
    expect(protocols).toEqual(
      expect.arrayContaining([
        ['icq-http', '10.0.0.1:2000 10.0.0.150:80', 0, 'fin'],
        ['icq-http', '10.0.0.1:2001 10.0.0.150:80', 0, 'fin'],
        ['flap', '10.0.0.1:2002 10.0.0.150:5190', 3, 'fin'],
      ]),
    )
  })

  it('are the same wherever records, bodies and segments are cut', () => {
    const options = fc.record({
      piece: fc.integer({ min: 1, max: 600 }),
      mss: fc.integer({ min: 1, max: 1460 }),
      framing: fc.constantFrom('length' as const, 'chunked' as const),
      shared: fc.boolean(),
    })
    fc.assert(
      fc.property(options, (how) => {
        expect(seenIn(tunnelled(how)).events).toEqual(DIRECT.events)
      }),
      { numRuns: 12 },
    )
  })

  it('leave no byte out and count none twice', () => {
    const { flows } = seenIn(tunnelled({ framing: 'chunked', piece: 100 }))
    const inside = flows.filter(({ flow }) => flow.inside > 0)
    const outside = flows.filter(({ protocol }) => protocol === 'icq-http')
    const total = (tracks: Track[], what: 'bytes' | 'decoded' | 'unknown') =>
      tracks.reduce((sum, track) => sum + coverageOf(track)[what], 0)
    const captured = outside.reduce((sum, { flow }) => sum + flow.stream0.bytes + flow.stream1.bytes, 0)
    expect(total(inside, 'bytes') + total(outside, 'bytes')).toBe(captured)
    expect(total([...inside, ...outside], 'unknown')).toBe(0)
    expect(total(inside, 'bytes')).toBeGreaterThan(2000)
  })

  it('are several when the session has several', () => {
    const s = t.scenario({ signOn: false })
    const tunnel = new t.HttpTunnel(s.wire).open()
    const ends = { client: '10.0.0.1:1', server: '10.0.0.100:5190' }
    const [first, second] = [1, 2].map((number) => tunnel.connection(number, ends).open())
    const frame = (number: number) => t.flap(1, number, t.signon())
    tunnel.records('client', t.concat(...[first, second].map((_, at) => t.tunnelRecord(5, at + 1, frame(at)))))
    second!.close()
    first!.close()
    const { flows } = seenIn(tunnel.close().wire.pcap())
    const inside = flows.filter(({ flow }) => flow.inside > 0)
    expect(inside.map((track) => [track.protocol, track.frames(track.client)])).toEqual([
      ['flap', 1],
      ['flap', 1],
    ])
    expect(new Set(inside.map(({ ends: both }) => both.join())).size).toBe(2)
  })

  it('go on behind a request that was not captured, and nobody is accused of it', () => {
    const { s, tunnel } = session({})
    const { bos } = s.person('alice')
    tunnel!.lose()
    bos.next.client++
    s.im('alice', 'bob', 'after the hole')
    s.im('alice', 'bob', 'and again')
    s.close()
    const { events, findings } = seenIn(tunnel!.close().wire.pcap())
    expect(events.join('\n')).toContain('and again')
    expect(findings.filter(({ severity, certainty }) => severity === 'error' && certainty === 'sure')).toEqual([])
  })

  it('are found in the middle of a capture', () => {
    const { s, tunnel } = session({})
    const before = s.wire.packets.length
    s.im('alice', 'bob', 'late')
    s.im('alice', 'bob', 'later')
    s.close()
    tunnel!.close()
    s.wire.packets.splice(0, before)
    expect(seenIn(s.wire.pcap()).events.join('\n')).toContain('later')
  })

  it('take a request that is sent again once', () => {
    const { s, tunnel } = session({})
    const text = t.ascii(`POST /data?sid=${tunnel!.session}&seq=1 HTTP/1.1\r\nContent-Length: 20\r\n\r\n`)
    const again = s.connection('10.0.0.1', '10.0.0.150:80').open()
    again.send('client', t.concat(text, t.tunnelRecord(t.TUNNEL.data, 1, t.flap(5, 1))))
    s.close()
    tunnel!.close()
    again.close()
    const { events, flows } = seenIn(s.wire.pcap())
    expect(events).toEqual(DIRECT.events)
    expect(flows.map(coverageOf).every(({ unknown }) => unknown === 0)).toBe(true)
  })

  it('do no harm, whatever is in the bodies', () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc
        .tuple(fc.integer({ min: 0, max: 8 }), fc.uint8Array({ maxLength: 40 }))
        .map(([type, data]) => t.tunnelRecord(type, 1, data)),
    )
    fc.assert(
      fc.property(fc.array(body, { maxLength: 6 }), fc.integer({ min: 0, max: 60 }), (bodies, length) => {
        const s = t.scenario({ signOn: false })
        const tunnel = new t.HttpTunnel(s.wire).open()
        for (const records of bodies) tunnel.records('client', records).records('server', records)
        const stray = s.connection('10.0.0.1', '10.0.0.150:80').open()
        const head = `POST /data?sid=${tunnel.session}&seq=99 HTTP/1.1\r\nContent-Length: ${length}\r\n\r\n`
        stray.send('client', t.concat(t.ascii(head), ...bodies))
        const { flows } = seenIn(tunnel.close().wire.pcap())
        for (const track of flows) {
          const { bytes, decoded, data, unknown } = coverageOf(track)
          expect([bytes, decoded, unknown].every((count) => count >= 0)).toBe(true)
          expect(decoded + data + unknown).toBe(bytes)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('are none where a web server is asked for /hello', () => {
    const s = t.scenario({ signOn: false })
    const web = s.connection('10.0.0.1', '10.0.0.9:80').open()
    web.send('client', t.ascii('GET /hello HTTP/1.1\r\nHost: example.com\r\n\r\n'))
    web.send('server', t.ascii('HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\nhello, *\x01\x00world'))
    const { flows, events } = seenIn(web.close().wire.pcap())
    expect(flows.map(({ protocol }) => protocol)).toEqual(['other'])
    expect(events).toEqual([])
  })
})
