import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TimedPacket } from '../../src/analyzer.ts'
import * as t from '../support/index.ts'
import { CLEAN_SAMPLES, connection, FAULTY_SAMPLES, type Sample } from './captures.ts'
import { excess, packetsIn, report, type Report } from './report.ts'

// A capture that lacks packets never proves what the whole one does not.

/** Left out: in this one both sides break the same rule, and the report of the whole names who did first. */
const EXAMPLES = FAULTY_SAMPLES.filter(({ name }) => name !== 'prompt-from-receiver')
const SAMPLES = [...CLEAN_SAMPLES, ...EXAMPLES]
/** Where each of them is asked several times: every sixth example, or, with FAIRNESS=all, all of them. */
const SOME = [...CLEAN_SAMPLES, ...EXAMPLES.filter((_, at) => at % 6 === 0 || process.env['FAIRNESS'] === 'all')]
/** The same on every run: rules and examples change more often than this promise. */
const RUNS = { numRuns: 200, seed: 1 }
const known = new Map<Sample, { packets: readonly TimedPacket[]; whole: Report }>()

function whole(sample: Sample): { packets: readonly TimedPacket[]; whole: Report } {
  let found = known.get(sample)
  if (found === undefined) {
    const packets = packetsIn(sample.capture)
    known.set(sample, (found = { packets, whole: report(packets, { events: false }) }))
  }
  return found
}

/** Sure findings that are there only once the packets with these indexes are gone. */
function accusations(sample: Sample, indexes: Iterable<number>): unknown[] {
  const gone = new Set(indexes)
  const left = whole(sample).packets.filter((_, index) => !gone.has(index))
  return excess(report(left, { events: false }), whole(sample).whole)
}

describe('no accusation comes from what the capture lacks', () => {
  it('and captures without a fault have no sure error to begin with', () => {
    for (const { name, capture } of CLEAN_SAMPLES) {
      expect(
        report(capture).findings.filter((line) => line.includes(' sure error ')),
        name,
      ).toEqual([])
    }
  })

  it.each(CLEAN_SAMPLES)('when any one packet is missing: $name', (sample) => {
    for (const index of sample.packets.keys()) expect(accusations(sample, [index]), `without #${index + 1}`).toEqual([])
  })

  it('when any one packet of the examples of the rules is missing', () => {
    const choice = fc.record({ sample: fc.constantFrom(...EXAMPLES), index: fc.nat(1000) })
    fc.assert(
      fc.property(choice, ({ sample, index }) => {
        expect(accusations(sample, [index % sample.packets.length]), sample.name).toEqual([])
      }),
      RUNS,
    )
  })

  it('when one to five packets in a hundred are missing', () => {
    const choice = fc.record({
      sample: fc.constantFrom(...SAMPLES),
      gone: fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 8 }),
    })
    fc.assert(
      fc.property(choice, ({ sample, gone }) => {
        expect(
          accusations(
            sample,
            gone.map((index) => index % sample.packets.length),
          ),
          sample.name,
        ).toEqual([])
      }),
      RUNS,
    )
  })

  it('when the capture begins later or ends earlier', () => {
    const choice = fc.record({
      sample: fc.constantFrom(...SAMPLES),
      from: fc.nat(1000),
      length: fc.integer({ min: 1, max: 1000 }),
    })
    fc.assert(
      fc.property(choice, ({ sample, from, length }) => {
        const start = from % sample.packets.length
        const gone = [...sample.packets.keys()].filter((index) => index < start || index >= start + length)
        expect(accusations(sample, gone), sample.name).toEqual([])
      }),
      RUNS,
    )
  })

  it('when a connection is missing, or all but one', () => {
    for (const sample of SOME) {
      const keys = sample.packets.map(connection)
      for (const key of new Set(keys)) {
        const indexes = (gone: (other: string) => boolean) => [...keys.keys()].filter((index) => gone(keys[index]!))
        expect(
          accusations(
            sample,
            indexes((other) => other === key),
          ),
          sample.name,
        ).toEqual([])
        expect(
          accusations(
            sample,
            indexes((other) => other !== key),
          ),
          sample.name,
        ).toEqual([])
      }
    }
  })

  it('when one direction of a connection is missing', () => {
    for (const sample of SOME) {
      const keys = sample.packets.map(({ bytes }) => t.toHex(bytes.subarray(12, 24)))
      for (const key of new Set(keys)) {
        expect(
          accusations(
            sample,
            [...keys.keys()].filter((index) => keys[index] === key),
          ),
          sample.name,
        ).toEqual([])
      }
    }
  })

  it('when packets are cut short', () => {
    for (const sample of SOME) {
      for (const snaplen of [60, 96, 200, 300]) {
        expect(
          excess(report(t.pcap(sample.packets, { snaplen }), { events: false }), whole(sample).whole),
          sample.name,
        ).toEqual([])
      }
    }
  })
})
