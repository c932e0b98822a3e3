import { describe, expect, it } from 'vitest'
import * as t from '../support/index.ts'

/** TCP payloads of what was captured since `from`, in hex. */
const payloads = (s: t.Scenario, from = 0) =>
  s.wire.packets
    .slice(from)
    .map(({ bytes }) => t.toHex(t.tcpPayload(bytes)))
    .filter((payload) => payload !== '')

/** Those an action of the scenario adds. */
function added(s: t.Scenario, action: () => unknown): string[] {
  const before = s.wire.packets.length
  action()
  return payloads(s, before)
}

const SEQUENCE = (number: number) => t.toHex(t.sequenceNum(number))

describe('a transfer in words', () => {
  it('sends a proposal to the host, gets its acknowledgement and reaches the other side with the verified address', () => {
    const s = t.scenario()
    const [toHost, ack, toClient, ...more] = added(s, () => s.transfer({ cookie: '3132333435363700' }).propose())
    expect(toHost).toContain('00040006')
    expect(ack).toContain('0004000c00000000000331323334353637000002' + t.toHex(t.string08('bob')))
    expect(toClient).toContain('00040007')
    expect(toClient!.endsWith(t.toHex(t.verifiedIp('10.0.0.1')))).toBe(true)
    expect(toHost).not.toContain(t.toHex(t.verifiedIp('10.0.0.1')))
    expect(more).toEqual([])
  })

  it('counts proposals up, whoever makes them', () => {
    const s = t.scenario()
    const transfer = s.transfer().propose().refused()
    expect(added(s, () => transfer.redirect({ connect: false }))[0]).toContain(SEQUENCE(2))
    const proxied = added(s, () => transfer.refused().proxy())
    expect(proxied.find((payload) => payload.includes('00040006'))).toContain(SEQUENCE(3))
    const lengths = proxied.map((payload) => payload.length / 2)
    expect([lengths[1], ...lengths.slice(-2)]).toEqual([18, 12, 12])
  })

  it('leaves out or changes just what a fault names', () => {
    const s = t.scenario()
    const right = added(s, () => s.transfer({ cookie: '3132333435363700' }).propose())
    const wrong = added(s, () => s.transfer({ cookie: '3132333435363700' }).propose({ sequence: null }))
    expect(right[0]).toContain(SEQUENCE(1))
    expect(wrong[0]).not.toContain(SEQUENCE(1))
    expect(wrong[0]!.length).toBe(right[0]!.length - 12)

    const transfer = s.transfer().propose().connect().prompt()
    const [ack] = added(s, () => transfer.ack({ cookie: t.zeros(8) }))
    expect(ack!.slice(8, 32)).toBe('010002020000000000000000')
    expect(added(s, () => transfer.data({ bytes: 5 }))).toEqual([t.toHex(t.ascii('hello'))])
    expect(added(s, () => transfer.data())).toEqual([t.toHex(t.ascii(', world\n'))])
    const [done] = added(s, () => transfer.done({ recvcsum: 1 }))
    expect(done!.slice(128, 136)).toBe('00000001')
  })

  it('names people by their keys: whoever cancels does it on the own connection', () => {
    const s = t.scenario()
    const transfer = s.transfer({ from: 'bob', to: 'alice' }).propose()
    const [toHost] = added(s, () => transfer.cancel({ by: 'alice', reason: null }))
    expect(toHost).toContain(t.toHex(t.string08('bob')))
    expect(() => transfer.cancel({ by: 'carol' })).toThrow('carol')
  })

  it('sends a resumed file from the offset both agreed on', () => {
    const s = t.scenario()
    const data = t.noise(500)
    const transfer = s.transfer({ data }).propose().connect().accept().prompt()
    const [resume, accept, ack, rest] = added(s, () => transfer.resume({ at: 101 }).data())
    expect([resume, accept, ack].map((header) => header!.slice(12, 16))).toEqual(['0205', '0106', '0207'])
    expect(rest).toBe(t.toHex(data.subarray(101)))
  })

  it('counts the files left down in a folder', () => {
    const s = t.scenario()
    const file = (name: string) => ({ name, data: t.utf8(name) })
    const transfer = s.transfer({ name: 'pictures', files: [file('a'), file('b'), file('c')] })
    const headers = added(s, () => transfer.complete()).filter((payload) => payload.startsWith('4f465432'))
    expect(headers.map((header) => header.slice(44, 48)).join(' ')).toBe('0003 0003 0003 0002 0002 0002 0001 0001 0001')
  })

  it('carries what goes through the proxy on both legs', () => {
    const s = t.scenario()
    const transfer = s.transfer().propose().proxy()
    const [first, second] = added(s, () => transfer.prompt())
    expect(first).toBe(second)
    expect(added(s, () => transfer.data({ payload: t.utf8('x') }))).toEqual(['78', '78'])
    expect(transfer.connections.map(({ server }) => server.ip)).toEqual(['10.0.0.200', '10.0.0.200'])
  })

  it('loses what the capture shall not have, and goes on behind it', () => {
    const s = t.scenario()
    const transfer = s.transfer().propose().connect()
    const [tcp] = transfer.connections
    const before = tcp!.server.next
    expect(added(s, () => transfer.lose('alice', 300))).toEqual([])
    expect(tcp!.server.next).toBe(before + 300)
  })

  it('opens a direct IM with the cookie of whoever connected', () => {
    const s = t.scenario()
    const session = s.directIm().propose().connect()
    const [frame] = added(s, () => session.confirm())
    expect(t.toHex(t.odc({ cookie: session.cookie, flags: t.ODC_FLAGS.confirm, name: 'bob' }))).toBe(frame)
  })
})
