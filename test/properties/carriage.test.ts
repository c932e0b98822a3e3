import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as t from '../support/index.ts'
import { bundled, CLEAN_SAMPLES, connection, dice, direction, FAULTY_SAMPLES, type Sample } from './captures.ts'
import { report, unordered } from './report.ts'

// How the bytes were carried must not change what they say.

const SAMPLES = [...CLEAN_SAMPLES, ...FAULTY_SAMPLES]
/** Every third example, where each is reported on twice. */
const SOME = [...CLEAN_SAMPLES, ...FAULTY_SAMPLES.filter((_, at) => at % 3 === 0)]

/** In these the order or the time of two packets of one side is the fault, and another order is another story. */
const OF_ORDER = ['client-online-late', 'data-after-reset', 'proxy-login-late']
const MAY_OVERTAKE = SAMPLES.filter(({ name }) => !OF_ORDER.includes(name))
const sameLines = (capture: Uint8Array) => unordered(report(capture, { numbers: false }))

/** Data that waited is behind a hole for a moment, which makes a finding less than sure. */
function codesAlone(capture: Uint8Array): unknown {
  const whole = report(capture, { numbers: false })
  return unordered({ ...whole, findings: whole.findings.map((line) => line.slice(0, line.indexOf(' '))) })
}

describe('the report is the same', () => {
  it('on every run', () => {
    for (const { capture } of [...CLEAN_SAMPLES, ...bundled(40_000)]) expect(report(capture)).toEqual(report(capture))
  })

  it.each([...CLEAN_SAMPLES, ...bundled(50_000)])('in whatever pieces the capture is read: $name', ({ capture }) => {
    const whole = report(capture)
    for (const chunk of [7, 65_536]) expect(report(capture, { chunk })).toEqual(whole)
    if (capture.length < 20_000) expect(report(capture, { chunk: 1 })).toEqual(whole)
  })

  it('whether or not somebody looks at the events', () => {
    for (const { name, capture } of [...SOME, ...bundled(700_000)]) {
      const { findings, flows, conversations, transfers, sure, coverage } = report(capture)
      expect(report(capture, { events: false }), name).toMatchObject({
        findings,
        flows,
        conversations,
        transfers,
        sure,
        coverage,
      })
    }
  })

  it('over every kind of link', () => {
    for (const { packets, capture } of CLEAN_SAMPLES) {
      const whole = report(capture)
      for (const link of Object.keys(t.LINKS) as t.LinkName[]) expect(report(t.pcap(packets, { link }))).toEqual(whole)
      expect(report(t.pcapng(packets, { link: 'sll2', bigEndian: true }))).toEqual(whole)
    }
  })

  it('however the segments are cut', () => {
    const segmentation = fc.record({
      sample: fc.constantFrom(...CLEAN_SAMPLES),
      size: fc.integer({ min: 1, max: 300 }),
    })
    fc.assert(
      fc.property(segmentation, ({ sample, size }) => {
        const cut = report(t.pcap(t.resegmented(sample.packets, size)), { numbers: false })
        // That a header is in pieces is what OFT-45 tells.
        const findings = cut.findings.filter((line) => !line.startsWith('OFT-45 '))
        expect(unordered({ ...cut, findings })).toEqual(sameLines(sample.capture))
      }),
      { numRuns: 25 },
    )
  })

  it('when every packet comes twice', () => {
    for (const { name, packets, capture } of SOME) {
      // What contradicts its first copy does so again.
      if (name === 'segment-repeated-differently') continue
      expect(sameLines(t.pcap(t.duplicated(packets, packets.keys()))), name).toEqual(sameLines(capture))
    }
  })

  it('when packets of one direction overtook each other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...MAY_OVERTAKE), fc.integer(), (sample, seed) => {
        expect(codesAlone(t.pcap(jumbled(sample, seed))), sample.name).toEqual(codesAlone(sample.capture))
      }),
      { numRuns: 100 },
    )
  })
})

/**
 * In every four packets, those that go the same way in another order: not across what the other side sent meanwhile, since
 * no answer is captured before what it answers.
 */
function jumbled({ packets }: Sample, seed: number): t.Packet[] {
  const roll = dice(seed)
  const order = [...packets.keys()]
  for (let start = 0; start < packets.length; start += 4) {
    for (const turn of turns(packets, order.slice(start, start + 4))) {
      const left = [...turn]
      for (const index of turn) order[index] = left.splice(roll(left.length), 1)[0]!
    }
  }
  return t.permuted(packets, order)
}

/** Indexes of packets that one side sent in one go: only mere acknowledgments of the other side lie between. */
function turns(packets: readonly t.Packet[], indexes: readonly number[]): number[][] {
  const open = new Map<string, { way: string; turn: number[] }>()
  const all: number[][] = []
  for (const index of indexes) {
    const packet = packets[index]!
    const [key, way] = [connection(packet), direction(packet)]
    const current = open.get(key)
    if (current?.way === way) current.turn.push(index)
    else if (current === undefined || !isAcknowledgment(packet)) {
      const turn = [index]
      open.set(key, { way, turn })
      all.push(turn)
    }
  }
  return all
}

function isAcknowledgment({ bytes }: t.Packet): boolean {
  const { tcp, payload, end } = t.tcpLayout(bytes)
  return payload === end && bytes[tcp + 13] === t.TCP_FLAGS.ack
}
