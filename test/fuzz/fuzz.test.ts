import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Loop } from '../../fuzz/loop.ts'
import { run } from '../../fuzz/run.ts'
import { Broken, type Target } from '../../fuzz/target.ts'
import { targetNamed, TARGETS } from '../../fuzz/targets.ts'

/** Milliseconds for each target: `npm run fuzz` has more patience. */
const BUDGET = 120
const SEEDS = 8

const FINDINGS = join(import.meta.dirname, '../../fuzz/findings')

describe('fuzzing', () => {
  it.each(TARGETS)('for a moment finds nothing in %s', async (name) => {
    const target = await targetNamed(name)
    const few: Target = { ...target, seeds: () => [...target.seeds()].slice(0, SEEDS) }
    const loop = new Loop(few, undefined, 1)
    const until = performance.now() + BUDGET
    while (performance.now() < until) loop.step()
    expect(loop.findings.map(({ message, input }) => [message, Buffer.from(input).toString('hex')])).toEqual([])
  })

  it.each(readdirSync(FINDINGS).filter((file) => file.endsWith('.bin')))(
    'found %s once, which holds its promises now',
    async (file) => {
      const target = await targetNamed(file.slice(0, file.lastIndexOf('-')))
      target.run(new Uint8Array(readFileSync(join(FINDINGS, file))))
    },
  )

  it('is led by what the program reaches', async () => {
    const { findings, covered, corpus, executions } = await run('printable', { seed: 1, milliseconds: 400 })
    expect(findings).toEqual([])
    expect(covered).toBeGreaterThan(80)
    expect(corpus).toBeGreaterThan(20)
    expect(executions).toBeGreaterThan(corpus)
  })

  it('makes what it finds as small as it gets, and tells each kind once', () => {
    const target: Target = {
      name: 'planted',
      seeds: () => [new Uint8Array(500).fill(0x41)],
      run: (input) => {
        if (input.includes(0x7f)) throw new Broken(`a DEL among ${input.length} bytes`)
      },
    }
    const loop = new Loop(target, undefined, 1)
    for (let at = 0; at < 3000; at++) loop.step()
    expect(loop.findings.map(({ input }) => [...input])).toEqual([[0x7f]])
  })

  it('knows an input that takes too long', () => {
    const spin = (milliseconds: number): void => {
      const started = process.cpuUsage()
      while (process.cpuUsage(started).user < milliseconds * 1000);
    }
    const target: Target = { name: 'slow', seeds: () => [new Uint8Array(9)], run: () => spin(210) }
    expect(new Loop(target, undefined, 1).findings[0]?.message).toMatch(/takes \d+ ms for 9 bytes/)
  })
})
