import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundled, CLEAN_SAMPLES, dice, FAULTY_SAMPLES } from './captures.ts'
import { losses } from './losses.ts'
import { excess, packetsIn, report } from './report.ts'

// A capture that lacks packets never proves what the whole one does not. Every run takes a few losses of each kind of
// every capture, the same on each run. FAIRNESS=20 takes twenty of each kind, FAIRNESS=all every one; FAIRNESS_CAPTURES
// names a folder of captures to be used in place of the project's.

const { FAIRNESS, FAIRNESS_CAPTURES, FAIRNESS_SEED = '1' } = process.env
const COUNT = FAIRNESS === 'all' ? Infinity : Number(FAIRNESS ?? 1)
const LARGEST = FAIRNESS === undefined ? 120_000 : Infinity
/** In this one both sides break the same rule, and the report of the whole names who did first. */
const BLAMES_BOTH = 'prompt-from-receiver'

function captures(): { readonly name: string; readonly capture: Uint8Array }[] {
  if (FAIRNESS_CAPTURES === undefined) {
    const examples = FAIRNESS === undefined ? [] : [...CLEAN_SAMPLES, ...FAULTY_SAMPLES]
    return [...bundled(LARGEST), ...examples.filter(({ name }) => name !== BLAMES_BOTH)]
  }
  const names = readdirSync(FAIRNESS_CAPTURES).filter((name) => /\.pcap(ng)?$/.test(name))
  return names.map((name) => ({ name, capture: new Uint8Array(readFileSync(join(FAIRNESS_CAPTURES, name))) }))
}

describe('lost packets accuse nobody', () => {
  it.each(captures().map((sample, at) => ({ ...sample, at })))(
    'in $name',
    ({ name, capture, at }) => {
      const packets = packetsIn(capture)
      const whole = report(packets, { events: false })
      const found: string[] = []
      for (const { what, isGone } of losses(packets, dice(at + Number(FAIRNESS_SEED) * 1000), COUNT)) {
        const left = packets.filter((_, index) => !isGone(index))
        if (left.length === 0) continue
        for (const { code, who } of excess(report(left, { events: false }), whole))
          found.push(`${name} ${code} ${who} ${what}`)
      }
      expect(found).toEqual([])
    },
    FAIRNESS === undefined ? 30_000 : 3_600_000,
  )
})
