import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/rules/define.ts'
import { RULES } from '../../src/rules/index.ts'
import { CLEAN_SAMPLES, FAULTY_SAMPLES } from '../properties/captures.ts'
import { analyze } from '../support/analyze.ts'

/** The same rules, each asked about everything. */
const ALWAYS_ASKED: readonly Rule[] = RULES.map((rule) => {
  const asks = Object.entries(rule.check) as [string, (fact: never, report: never) => void][]
  return { ...rule, check: Object.fromEntries(asks.map(([fact, ask]) => [fact, ask.bind(null)])) }
})

const said = (capture: Uint8Array, rules: readonly Rule[]): string[] =>
  analyze(capture, capture.length, rules).findings.map(({ code, certainty, packets, message }) =>
    [code, certainty, packets, message].join(' '),
  )

describe('A cue says when a rule need not be asked', () => {
  const captures = new Map([...CLEAN_SAMPLES, ...FAULTY_SAMPLES].map(({ name, capture }) => [name, capture]))

  it.each([...captures.keys()])('%s: who is not asked would have said nothing', (name) => {
    const capture = captures.get(name)!
    expect(said(capture, RULES)).toEqual(said(capture, ALWAYS_ASKED))
  })

  it('and so it is with damaged bytes anywhere', () => {
    const damage = fc.array(fc.tuple(fc.double({ min: 0.02, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(fc.constantFrom(...captures.values()), damage, (capture, changes) => {
        const damaged = capture.slice()
        for (const [at, byte] of changes) damaged[Math.floor(at * (capture.length - 1))] = byte
        expect(said(damaged, RULES)).toEqual(said(damaged, ALWAYS_ASKED))
      }),
      // 6,000 runs from other seeds held; the same ones each time, so that it fails for whoever broke it.
      { numRuns: 120, seed: 7 },
    )
  })
})
