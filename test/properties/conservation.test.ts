import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_COVERAGE, sumOf, type Coverage } from '../../src/conversation/coverage.ts'
import * as t from '../support/index.ts'
import { bundled, CLEAN_SAMPLES, FAULTY_SAMPLES } from './captures.ts'
import { report } from './report.ts'

/** TCP payload bytes of packets, of each no more than the first `snaplen` bytes of its Ethernet frame. */
function payload(packets: readonly t.Packet[], snaplen = Infinity): number {
  return packets.reduce((sum, { bytes }) => {
    const { payload: start, end } = t.tcpLayout(bytes)
    return sum + Math.max(0, Math.min(end, snaplen - 14) - start)
  }, 0)
}

const captured = ({ bytes, repeated, undelivered }: Coverage): number => bytes + repeated + undelivered

function checkSums(all: readonly Coverage[]): void {
  for (const coverage of all) {
    const { bytes, decoded, data, unknown } = coverage
    expect(Object.values(coverage).every((count) => count >= 0)).toBe(true)
    expect(decoded + data + unknown).toBe(bytes)
  }
}

describe('every captured byte of an OSCAR stream is counted once', () => {
  it('in captures without a fault: all of it is decoded or file', () => {
    for (const { packets, capture, name } of CLEAN_SAMPLES) {
      const { coverage } = report(capture)
      checkSums(coverage)
      expect(sumOf(coverage), name).toMatchObject({
        bytes: payload(packets),
        unknown: 0,
        gap: 0,
        repeated: 0,
        undelivered: 0,
      })
    }
  })

  it('in captures with faults', () => {
    for (const { packets, capture, name } of FAULTY_SAMPLES) {
      const { coverage, flows } = report(capture)
      checkSums(coverage)
      if (!flows.some((flow) => / (other|tls) /.test(flow)))
        expect(captured(sumOf(coverage)), name).toBe(payload(packets))
    }
  })

  it('when every packet comes twice', () => {
    for (const { packets, name } of CLEAN_SAMPLES) {
      const sum = sumOf(report(t.pcap(t.duplicated(packets, packets.keys()))).coverage)
      expect(sum, name).toMatchObject({ bytes: payload(packets), repeated: payload(packets), gap: 0 })
    }
  })

  it('when packets are missing or cut', () => {
    const loss = fc.record({
      sample: fc.constantFrom(...CLEAN_SAMPLES),
      gone: fc.uniqueArray(fc.nat(200), { maxLength: 12 }),
      snaplen: fc.constantFrom(54, 60, 96, 300, 65_535),
    })
    fc.assert(
      fc.property(loss, ({ sample, gone, snaplen }) => {
        const packets = t.without(sample.packets, gone)
        const { coverage, flows } = report(t.pcap(packets, { snaplen }))
        checkSums(coverage)
        const foreign = flows.some((flow) => flow.includes(' other '))
        const all = captured(sumOf(coverage))
        if (foreign) expect(all).toBeLessThanOrEqual(payload(packets, snaplen))
        else expect(all).toBe(payload(packets, snaplen))
      }),
      { numRuns: 80 },
    )
  })

  it('and what counts as decoded in a FLAP stream are the frames that are shown', () => {
    for (const { capture, name } of [...CLEAN_SAMPLES, ...FAULTY_SAMPLES, ...bundled(100_000)]) {
      const { coverage, shown, flows } = report(capture)
      checkSums(coverage)
      const decoded = coverage.filter((_, index) => flows[index]!.includes(' flap '))
      const frames = [...shown.values()].reduce((sum, bytes) => sum + bytes, 0)
      expect(
        decoded.reduce((sum, each) => sum + each.decoded, 0),
        name,
      ).toBe(frames)
    }
  })

  it('and a stream that is no OSCAR is not counted', () => {
    const tcp = new t.Connection(new t.Wire(), { client: '10.0.0.1:1', server: '10.0.0.2:80' }).open()
    tcp.send('client', t.ascii('GET / HTTP/1.0\r\n\r\n')).send('server', t.noise(40_000)).close()
    expect(report(tcp.wire.pcap()).coverage).toEqual([NO_COVERAGE])
  })
})
