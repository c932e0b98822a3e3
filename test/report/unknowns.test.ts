import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import { Clock } from '../../src/clock.ts'
import { coverageOf } from '../../src/conversation/coverage.ts'
import type { Track } from '../../src/conversation/track.ts'
import { StatsView } from '../../src/report/stats-view.ts'
import { Totals } from '../../src/report/totals.ts'
import { bundled } from '../properties/captures.ts'
import { feed } from '../support/feed.ts'
import * as t from '../support/index.ts'

class Watching extends StatsView {
  readonly flows: Track[] = []

  override flow(track: Track): void {
    this.flows.push(track)
  }
}

function totalsOf(capture: Uint8Array): { totals: Totals; view: Watching } {
  const view = new Watching()
  const totals = new Totals(view)
  feed(new Analyzer(totals, { clock: new Clock() }), capture)
  return { totals, view }
}

describe('the coverage of a capture', () => {
  it('has every byte of every stream in one span', () => {
    for (const { name, capture } of bundled(1 << 20)) {
      const { totals, view } = totalsOf(capture)
      const { bytes, decoded, data, unknown, gap } = totals.coverage
      expect(decoded + data + unknown, name).toBe(bytes)
      const streams = view.flows.filter((track) => coverageOf(track).bytes > 0).map(({ flow }) => flow)
      expect(bytes + gap, name).toBe(streams.reduce((sum, flow) => sum + flow.stream0.bytes + flow.stream1.bytes, 0))
    }
  })

  it('knows nearly all bytes of what real clients say', () => {
    for (const { name, capture } of bundled(1 << 20)) {
      const { bytes, unknown } = totalsOf(capture).totals.coverage
      expect(unknown / bytes, name).toBeLessThan(0.001)
    }
  })

  it('takes what is unknown inside of a message for unknown, with a packet to look at', () => {
    const s = t.scenario()
    const { bos } = s.person('alice')
    const known = totalsOf(t.scenario().close().wire.pcap()).totals.coverage
    bos.request(0x0002, 0x0004, t.concat(t.tlv(0x0005), t.tlv(0x7777, 'c0ffee'), 'ffff'))
    bos.request(0x0002, 0x0004, t.tlv(0x7777, 'beef'))
    bos.request(0x0002, 0x0044, t.hex('0102030405'))
    const { totals, view } = totalsOf(s.close().wire.pcap())
    const [header, sent] = [16, 7 + 4 + 2 + 6 + 5]
    expect(totals.coverage).toMatchObject({ bytes: known.bytes + 3 * header + sent, unknown: 7 + 2 + 6 + 5, gap: 0 })
    expect(view.unknowns.things).toMatchObject([
      { message: 'LOCATE__SET_INFO', path: 'TLV_0x7777', tag: 0x7777, count: 2, bytes: 13 },
      { message: 'LOCATE__SET_INFO', path: 'trailing', tag: undefined, count: 1, bytes: 2 },
      { path: 'subgroup', count: 1, bytes: 5 },
    ])
    expect(view.unknowns.things.every(({ packet }) => packet > 0)).toBe(true)
  })

  it('blames no table for what the capture cut', () => {
    const s = t.scenario()
    s.person('alice').bos.request(0x0002, 0x0004, t.tlv(0x0002, t.ascii('a profile of some length, cut short')))
    const { totals } = totalsOf(s.close().wire.pcap({ snaplen: 96 }))
    expect(totals.coverage.gap).toBeGreaterThan(0)
    expect(totals.unknowns!.things).toEqual([])
  })
})
