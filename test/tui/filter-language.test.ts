import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filterLanguage } from '../../src/tui/filter-language.ts'
import { isProblem } from '../../src/tui/filter-port.ts'
import { matches } from '../report/filter/matching.ts'
import { readFileSync } from 'node:fs'
import { openFiles } from './screens.ts'

const FAULTS = join(import.meta.dirname, '../../captures/transfer-with-faults.pcap')
const screens = await openFiles([FAULTS])
const { store, rows } = screens.state
const language = filterLanguage(store)

/** Numbers of the events that match, from 1. */
function found(text: string): number[] {
  const filter = language.compile(text)
  if (isProblem(filter)) throw new Error(filter.message)
  return Array.from({ length: store.index.count }, (_, n) => n)
    .filter((n) => filter.matches(rows.pass(n)))
    .map((n) => n + 1)
}

describe('the filter of the screens', () => {
  it.each([
    'oft',
    'rv.type == PROPOSE and rv.sequence_num == 1',
    'snac.foodgroup == ICBM && snac.subgroup == 7',
    'snac.request_id > 5 and snac.flags == 0',
    'flap.seq in {3..9} or flap.channel == SIGNON',
    'user == alice and ip.src == 10.0.0.0/8',
    'event.name == prompt or step == 12',
    'time_relative > 1 and flap.length < 60',
    'conversation == 1 and rv',
    'data.bytes > 10',
    'direction == client-to-server',
  ])('finds what it finds on the command line: %s', (text) => {
    const expected = matches(readFileSync(FAULTS), text).map((event) => Number.parseInt(event))
    expect(found(text)).toEqual(expected)
  })

  it('finds the events that findings are about', () => {
    const errors = found('finding.severity == error')
    expect(errors.length).toBeGreaterThan(0)
    const about = store.findings
      .filter(({ severity }) => severity === 'error')
      .map((finding) => store.eventOfFinding(finding)! + 1)
    expect(new Set(errors)).toEqual(new Set(about))
    expect(found('not finding.code').length + found('finding.code').length).toBe(store.index.count)
  })

  it('says what is wrong and where, and completes names', () => {
    expect(language.compile('flap.sq == 1')).toMatchObject({
      at: 0,
      length: 7,
      message: expect.stringContaining('flap.seq') as string,
    })
    expect(language.complete('rv.ty')).toEqual(['rv.type'])
  })
})
