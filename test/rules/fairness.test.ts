import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../support/analyze.ts'
import { concat } from '../support/bytes.ts'
import { FIXTURES } from './fixtures/index.ts'

const captures = new Map([...FIXTURES].map(([name, make]) => [name, split(make())]))

/** The header of a classic capture file with little-endian numbers, and its packet records. */
function split(capture: Uint8Array): { header: Uint8Array; records: Uint8Array[] } {
  const view = new DataView(capture.buffer, capture.byteOffset)
  const records: Uint8Array[] = []
  for (let at = 24; at < capture.length;) {
    const next = at + 16 + view.getUint32(at + 8, true)
    records.push(capture.subarray(at, next))
    at = next
  }
  return { header: capture.subarray(0, 24), records }
}

const sureCodes = (capture: Uint8Array): string[] => {
  const sure = analyze(capture).findings.filter(({ certainty }) => certainty === 'sure')
  return [...new Set(sure.map(({ code }) => code))].sort()
}

const whole = new Map(
  [...captures].map(([name, { header, records }]) => [name, new Set(sureCodes(concat(header, ...records)))]),
)

/** Codes that are sure once the packets with these indexes are gone, and were not before. */
function newCodes(name: string, gone: ReadonlySet<number>): string[] {
  const { header, records } = captures.get(name)!
  const left = records.filter((_, index) => !gone.has(index))
  return sureCodes(concat(header, ...left)).filter((code) => !whole.get(name)!.has(code))
}

describe('a capture that lacks packets proves nothing that the whole does not', () => {
  const example = fc.constantFrom(...captures.keys())
  const runs = { numRuns: 250, seed: 20_050_101 }

  it('when packets are missing here and there', () => {
    const choice = fc.record({ name: example, gone: fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 40 }) })
    fc.assert(
      fc.property(choice, ({ name, gone }) => {
        const count = captures.get(name)!.records.length
        expect(newCodes(name, new Set(gone.map((index) => index % count)))).toEqual([])
      }),
      runs,
    )
  })

  it('when it begins later or ends earlier', () => {
    const choice = fc.record({ name: example, from: fc.nat(99), to: fc.nat(99) })
    fc.assert(
      fc.property(choice, ({ name, from, to }) => {
        const count = captures.get(name)!.records.length
        const kept = [from % count, count - (to % count)] as const
        const gone = Array.from({ length: count }, (_, index) => index).filter(
          (index) => index < kept[0] || index >= kept[1],
        )
        expect(newCodes(name, new Set(gone))).toEqual([])
      }),
      runs,
    )
  })
})
