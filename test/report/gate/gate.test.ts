import { describe, expect, it } from 'vitest'
import { CheckView, checkSummary } from '../../../src/report/check/text-view.ts'
import { Baseline, baselineText } from '../../../src/report/gate/baseline.ts'
import { CONFIG_SCHEMA } from '../../../src/report/gate/config.ts'
import { globMatches } from '../../../src/report/gate/glob.ts'
import { schemaProblems } from '../../../src/report/schema-check.ts'
import { plain } from '../../../src/report/signs.ts'
import { scenario } from '../../support/index.ts'
import { checked, type CheckParts } from '../check/show.ts'
import { validator } from '../validate.ts'

const view = ({ origins, write }: CheckParts) => new CheckView(origins, plain, { details: false, hex: false }, write)

function noAnswers(...names: string[]): Uint8Array {
  const s = scenario()
  for (const name of names) s.transfer({ name }).propose().connect().accept().prompt().data().done().close()
  return s.close().wire.pcap()
}

const capture = noAnswers('one.bin', 'two.bin')

describe('a suppression', () => {
  it.each([
    ['of the code', { code: 'OFT-07' }, 2],
    ['of another code', { code: 'OFT-08' }, 0],
    ['for files by their name', { code: 'OFT-07', file: 'bad-*.pcap' }, 2],
    ['for files by their path', { code: 'OFT-07', file: 'nightly/**' }, 2],
    ['for other files', { code: 'OFT-07', file: 'good-*.pcap' }, 0],
    ['for a transfer', { code: 'OFT-07', scope: 'transfer.name == "two.bin"' }, 1],
    ['for a user', { code: 'OFT-07', scope: 'user == "alice"' }, 2],
    ['for somebody else', { code: 'OFT-07', scope: 'user == "mallory"' }, 0],
  ])('%s holds back what it means and nothing else', (_, suppression, count) => {
    const { totals, text } = checked(capture, view, { name: 'nightly/bad-1.pcap', suppressions: [suppression] })
    expect(totals.suppressed.error).toBe(count)
    expect(totals.findings.error).toBe(2 - count)
    expect(totals.faulty).toBe(2 - count)
    expect(text.split('\n').filter((line) => line.includes('OFT-07')).length).toBe(2 - count)
    expect(checkSummary(totals).includes(`${count} suppressed`)).toBe(count > 0)
  })
})

describe('a baseline', () => {
  const known = () => {
    const { gate } = checked(capture, view)
    return new Baseline((JSON.parse(baselineText(gate.fingerprints)) as { findings: Record<string, number> }).findings)
  }

  it('knows what was there before, as often as it was there', () => {
    expect(checked(capture, view, { baseline: known() }).totals.findings.error).toBe(0)
    const more = checked(noAnswers('one.bin', 'two.bin', 'two.bin', 'three.bin'), view, { baseline: known() })
    expect(more.totals.findings.error).toBe(2)
    expect(more.totals.suppressed.error).toBe(2)
  })

  it('says how much of it is gone', () => {
    expect(checked(noAnswers('two.bin'), view, { baseline: known() }).gate.gone).toBe(1)
  })

  it('does not know a finding that has become sure', () => {
    const unsure = [...checked(capture, view).gate.fingerprints].map((text) => `${text} (capture-incomplete)`)
    const baseline = new Baseline(Object.fromEntries(unsure.map((text) => [text, 1])))
    expect(checked(capture, view, { baseline }).totals.findings.error).toBe(2)
  })
})

describe('a configuration', () => {
  const published = validator(CONFIG_SCHEMA)
  const suppression = { code: 'OFT-07', reason: 'known', expires: '2030-01-31' }
  const good = [
    {},
    {
      $schema: 'x',
      profile: 'lenient',
      'fail-on': 'note',
      'max-warnings': 0,
      require: ['transfers>=1'],
      baseline: 'b',
    },
    { suppressions: [suppression, { ...suppression, file: '*.pcap', scope: 'user == "bob"' }] },
  ]
  const bad: readonly (readonly [unknown, string])[] = [
    [[], 'expected an object, found []'],
    [{ failOn: 'error' }, 'failOn: unknown key (did you mean fail-on?)'],
    [
      { colour: 1 },
      'colour: unknown key; known are $schema, profile, fail-on, max-warnings, require, baseline, suppressions',
    ],
    [{ profile: 'strickt' }, 'profile: expected one of strict, lenient, found "strickt"'],
    [{ 'max-warnings': -1 }, 'max-warnings: expected at least 0 (more warnings than this fail), found -1'],
    [{ 'max-warnings': '3' }, 'max-warnings: expected a whole number (more warnings than this fail), found "3"'],
    [{ require: ['transfer>=1'] }, 'require[0]: expected'],
    [
      { suppressions: [{ ...suppression, code: 'OFT-7' }] },
      'suppressions[0].code: expected a known one (the rule) (did you mean OFT-07?), found "OFT-7"',
    ],
    [
      { suppressions: [{ ...suppression, expires: '2030-02-30' }] },
      'suppressions[0].expires: expected a day of the calendar, found "2030-02-30"',
    ],
    [{ suppressions: [{ ...suppression, expires: 'soon' }] }, 'suppressions[0].expires: expected the last day'],
    [{ suppressions: [{ code: 'OFT-07', expires: '2030-01-31' }] }, "suppressions[0]: expected the key 'reason'"],
    [
      { suppressions: [suppression, { ...suppression, reason: ' ' }] },
      'suppressions[1].reason: expected why it is accepted',
    ],
  ]

  it.each(good.map((config) => [JSON.stringify(config), config] as const))('may be %s', (_, config) => {
    expect(schemaProblems(CONFIG_SCHEMA, config)).toEqual([])
    expect(published(config)).toEqual([])
  })

  it.each(bad.map(([config, problem]) => [JSON.stringify(config), config, problem] as const))(
    'that is %s is refused',
    (_, config, problem) => {
      expect(schemaProblems(CONFIG_SCHEMA, config).join('\n')).toContain(problem)
      expect(published(config)).not.toEqual([])
    },
  )
})

it.each([
  ['*.pcap', 'a.pcap', true],
  ['*.pcap', 'x/a.pcap', false],
  ['**/*.pcap', 'x/y/a.pcap', true],
  ['**/*.pcap', 'a.pcap', true],
  ['a?.pcap', 'ab.pcap', true],
  ['a.pcap', 'aXpcap', false],
  ['a(b)[c].pcap', 'a(b)[c].pcap', true],
])('the pattern %s and the path %s: %s', (pattern, path, matches) => {
  expect(globMatches(pattern, path)).toBe(matches)
})
