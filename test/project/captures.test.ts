import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { synthetic } from '../../captures/write.ts'
import { analyze } from '../support/analyze.ts'
import { FAULTS } from '../support/faults.ts'
import { bundledCaptures, goldenPath, timelines } from '../support/golden.ts'
import { Recording } from '../support/recording.ts'

const CAPTURES = resolve(import.meta.dirname, '../../captures')
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(CAPTURES, name)))

describe('the bundled captures', () => {
  it.each([...timelines(bundledCaptures())])('%s has the timeline of its golden file', (name, timeline) => {
    expect(timeline).toBe(readFileSync(join(CAPTURES, goldenPath(name)), 'utf8'))
  })

  it.each([...synthetic()])('%s is what the script beside it writes', (name, bytes) => {
    expect(Buffer.from(read(name)).equals(bytes)).toBe(true)
  })
})

/** Recordings to break: each path, and both clients. */
const RECORDINGS = ['direct', 'redirect', 'proxy-after-two-failures', 'declined', 'resume', 'fresh-by-resume', 'folder']

const sureErrors = (capture: Uint8Array): string[] =>
  analyze(capture).findings.flatMap(({ code, severity, certainty }) =>
    severity === 'error' && certainty === 'sure' ? [code] : [],
  )

describe.each(RECORDINGS)('in the recording %s', (name) => {
  const path = join('real', `${name}.pcap`)
  const before = new Set(sureErrors(read(path)))

  it.each(Object.entries(FAULTS))('the fault %s is found, and nothing else is accused', (_, fault) => {
    const recording = new Recording(read(path))
    if (!fault.apply(recording)) return
    const found = sureErrors(recording.pcap())
    expect(found.some((code) => fault.codes.includes(code))).toBe(true)
    expect(found.filter((code) => !fault.codes.includes(code) && !before.has(code))).toEqual([])
  })
})
