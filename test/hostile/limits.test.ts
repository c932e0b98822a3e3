import { afterEach, describe, expect, it } from 'vitest'
import { LIMITS, setLimit, type LimitName } from '../../src/limits.ts'
import * as t from '../support/index.ts'
import { report } from '../properties/report.ts'
import { tell } from './tell.ts'

const DEFAULTS = Object.entries(LIMITS).map(([name, { value }]) => [name as LimitName, value] as const)

afterEach(() => {
  for (const [name, value] of DEFAULTS) setLimit(name, value)
})

/** Two people with a transfer between them, and a flood in the middle of it. */
function flooded(flood: (wire: t.Wire) => void): Uint8Array {
  const s = t.scenario()
  const transfer = s
    .transfer({ data: t.noise(3000) })
    .propose()
    .connect()
    .accept()
    .prompt()
    .ack()
    .data({ bytes: 1000 })
  flood(s.wire)
  transfer.data().done().close()
  return s.close().wire.pcap()
}

const syns = (count: number) => (wire: t.Wire) => {
  for (let n = 0; n < count; n++) {
    const client = `172.16.${(n >> 8) & 255}.${n & 255}:${1025 + (n >> 16)}`
    new t.Connection(wire, { client, server: '10.0.0.100:5190' }).unanswered({ times: 1 })
  }
}

/** Every SYN as another port of one host, without the cost of making each packet anew. */
function manySyns(count: number): Uint8Array {
  return flooded((wire) => {
    syns(1)(wire)
    const { bytes } = wire.packets.at(-1)!
    for (let n = 1; n < count; n++) {
      const copy = bytes.slice()
      copy.set(t.u32(0xac100000 + n), 12)
      wire.packet(copy)
    }
  })
}

describe('a limit', () => {
  it('of connections costs floods of SYNs, never the connections between them', () => {
    setLimit('flows', 500)
    const capture = manySyns(3000)
    const { text } = tell(capture)
    expect(text).toMatch(/remark: limit reached: \d+ connections were concluded early; 500 flows .*\(--limit flows=N/)
    const { transfers, conversations } = report(capture, { events: false })
    expect(transfers).toEqual(['hello.txt 3000+0 of 3000 complete match'])
    expect(conversations[0]).toMatch(/direct complete/)
  })

  it('of conversations concludes the oldest, and those with something wrong last', () => {
    setLimit('conversations', 20)
    const s = t.scenario()
    s.transfer().propose({ sequence: null })
    for (let n = 0; n < 60; n++) s.transfer().propose()
    const { text } = tell(s.close().wire.pcap())
    expect(text.match(/remark: .*conversations/g)).toHaveLength(1)
    expect(text).toMatch(
      /limit reached: \d+ conversations were concluded early; 20 rendezvous .*\(--limit conversations=N/,
    )
    const order = [...text.matchAll(/^\{"type":"conversation","id":(\d+)/gm)].map(([, id]) => Number(id))
    expect(new Set(order).size).toBe(61)
    expect(order.indexOf(1)).toBeGreaterThan(30)
  })

  it('of data that waits is said once, however often it is reached', () => {
    setLimit('pendingPerStream', 4000)
    const s = new t.Connection(new t.Wire(), { client: '10.0.0.1:1', server: '10.0.0.2:5190' }).open()
    s.send('server', t.concat(t.flap(1, 1, t.signon()), t.flap(5, 2)))
    for (let n = 0; n < 30; n++) s.lose('server', 10).send('server', t.filled(1000, 0x2a), { ack: false })
    expect(tell(s.wire.pcap()).text.match(/limit reached/g)).toHaveLength(1)
  })

  it.each([false, true])(
    'of files of one connection: they are judged, told and leave (wrong, most of them: %s)',
    (wrong) => {
      setLimit('unfinished', 300_000)
      const s = t.scenario()
      const files = Array.from({ length: 200 }, (_, n) => ({ name: `file-${n}`, data: t.noise(20 + n) }))
      const all = s.transfer({ files }).propose().connect().accept()
      files.forEach((_, n) =>
        all
          .prompt(n === 7 || (wrong && n % 3 > 0) ? { checksum: 0x12340000 } : {})
          .ack()
          .data()
          .done(),
      )
      const { text } = tell(all.close().scenario.close().wire.pcap())
      expect(text.match(/limit reached: \d+ connections and files were concluded early/g)).toHaveLength(1)
      const told = [...text.matchAll(/"type":"transfer","id":(\d+).*"name":"file-(\d+)".*"verdict":"(\w+)"/g)]
      expect(told.map(([, , n]) => Number(n)).sort((a, b) => a - b)).toEqual(files.map((_, n) => n))
      for (const [, , n, verdict] of told)
        expect(verdict, n).toBe(Number(n) === 7 || (wrong && Number(n) % 3 > 0) ? 'mismatch' : 'match')
      expect(text).toMatch(/"type":"finding","code":"OFT-25".*"transfer":8,/)
      expect(text).not.toMatch(/files-left|orphan/)
      expect(text).toMatch(/"type":"conversation".*"outcome":"complete"/)
    },
  )

  it('of findings leaves the rest to a number', () => {
    setLimit('findingsPerRule', 3)
    const s = new t.Connection(new t.Wire(), { client: '10.0.0.1:1', server: '10.0.0.2:5190' }).open()
    for (let n = 0; n < 50; n++) s.send('server', n === 0 ? t.flap(1, 0, t.signon()) : t.flap(5, n * 7))
    const { text } = tell(s.close().wire.pcap())
    expect(text.match(/^x\.pcap#\d+: \w+ FLAP-02/gm)).toHaveLength(3)
    expect(text).toMatch(/limit reached: 46 findings are not shown; 3 findings of one rule/)
  })
})

it('every limit has a number, a unit, and where they come from', () => {
  for (const [name, { value, what, precedent }] of Object.entries(LIMITS)) {
    expect(value, name).toBeGreaterThan(0)
    expect(what.length * precedent.length, name).toBeGreaterThan(0)
  }
})
