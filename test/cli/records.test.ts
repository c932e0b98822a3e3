import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { validator } from '../report/validate.ts'
import { oscarscope, ROOT } from './program.ts'

const published = JSON.parse(readFileSync(join(ROOT, 'docs/schema/records.schema.json'), 'utf8')) as object
const problems = validator(published)

/** Every path of a file transfer, faults, a capture of three interfaces, one with nanoseconds, one that was cut. */
const CAPTURES = [
  'transfer-with-faults.pcap',
  'real/proxy-after-two-failures.pcap',
  'real/direct-im.pcap',
  'real/three-interfaces.pcapng',
  'real/nanoseconds-sll.pcap',
  'real/snaplen-96.pcap',
].map((name) => join(ROOT, 'captures', name))

type Value = Readonly<Record<string, unknown>>

describe.each(['inspect', 'transfers', 'check'])('the records of %s', (command) => {
  const lines = (format: string) => oscarscope([command, ...CAPTURES, '-T', format]).out

  it('are as the published schema says, line by line and in one object', () => {
    const records = lines('ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Value)
    expect(records.length).toBeGreaterThan(5)
    expect(
      records.flatMap((record) => problems(record).map((problem) => `${String(record['type'])} ${problem}`)),
    ).toEqual([])
    const whole = Object.values(JSON.parse(lines('json')) as Value).flat() as Value[]
    expect(whole.flatMap(problems)).toEqual([])
    expect(whole.length).toBe(records.length)
  })
})
