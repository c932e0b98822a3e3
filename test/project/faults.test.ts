import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/rules/finding.ts'
import { RULES } from '../../src/rules/index.ts'
import { analyze } from '../support/analyze.ts'
import { FAULTS, HARMLESS } from '../support/faults/index.ts'
import { Recording } from '../support/recording.ts'

const REAL = resolve(import.meta.dirname, '../../captures/real')

const files = new Map<string, Uint8Array>()
const capture = (name: string): Uint8Array => {
  const bytes = files.get(name) ?? new Uint8Array(readFileSync(join(REAL, `${name}.pcap`)))
  files.set(name, bytes)
  return bytes
}

/** Accusations that the capture proves, as `OFT-07 receiver`. */
const accusations = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ code, severity, certainty, who }) =>
    severity === 'error' && certainty === 'sure' ? [`${code} ${who}`] : [],
  )

const clean = new Map<string, readonly Finding[]>()
function before(name: string): readonly Finding[] {
  const findings = clean.get(name) ?? analyze(capture(name)).findings
  clean.set(name, findings)
  return findings
}

/** Findings of the rule that its recording does not have. */
const added = (findings: readonly Finding[], base: string, code: string): number =>
  findings.filter((finding) => finding.code === code).length -
  before(base).filter((finding) => finding.code === code).length

/** Rules that a fault in a recording of real clients has proven. */
const proven = new Set<string>()

describe('a fault in a recording of real clients', () => {
  it.each(Object.entries(FAULTS))('%s is found by its rule, and nobody is accused of anything else', (_, fault) => {
    const recording = new Recording(capture(fault.base))
    expect(fault.apply(recording)).toBe(true)
    const { findings } = analyze(recording.pcap())
    const speaking = fault.codes.filter((code) => added(findings, fault.base, code) > 0)
    for (const code of speaking) proven.add(code)
    expect(
      speaking.length,
      `found: ${findings.map(({ code, certainty }) => `${code} ${certainty}`).join(', ')}`,
    ).not.toBe(0)
    const others = accusations(findings).filter((told) => !fault.codes.includes(told.split(' ')[0]!))
    expect(others.filter((told) => !accusations(before(fault.base)).includes(told))).toEqual([])
  })

  it('proves every rule', ({ task }) => {
    const unproven = RULES.map(({ code }) => code).filter((code) => !proven.has(code))
    console.log(`rules proven by faults in recordings of real clients: ${proven.size} of ${RULES.length}`)
    const others = task.suite!.tasks.filter((other) => other !== task)
    // Where some of the faults were asked for, the others prove nothing.
    if (others.every(({ mode }) => mode === 'run')) expect(unproven).toEqual([])
  })
})

/** One of each kind that can be edited: the others say nothing that these do not. */
const RECORDINGS = ['direct', 'redirect', 'proxy-after-two-failures', 'fresh-by-resume', 'folder', 'direct-im']

describe('a change that breaks nothing', () => {
  it.each(Object.entries(HARMLESS))('%s: nobody is accused of what was not there before', (_, change) => {
    const told = RECORDINGS.flatMap((name) => {
      const recording = new Recording(capture(name))
      if (!change.apply(recording)) return []
      const known = accusations(before(name))
      return accusations(analyze(recording.pcap()).findings)
        .filter((accusation) => !known.includes(accusation))
        .map((accusation) => `${name} ${accusation}`)
    })
    expect(told).toEqual([])
  })
})
