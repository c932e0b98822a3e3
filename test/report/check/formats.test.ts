import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { GithubView } from '../../../src/report/check/github-view.ts'
import { JunitView } from '../../../src/report/check/junit-view.ts'
import { MarkdownView } from '../../../src/report/check/markdown-view.ts'
import { SarifView, uriOf } from '../../../src/report/check/sarif-view.ts'
import { RULES } from '../../../src/rules/index.ts'
import { scenario, Wire } from '../../support/index.ts'
import { FIXTURES } from '../../rules/fixtures/index.ts'
import { HOSTILE } from '../hostile.ts'
import { sarifProblems } from '../validate.ts'
import { checked, type CheckParts } from './show.ts'

interface Result {
  readonly ruleId: string
  readonly kind: string
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string }
        readonly region: { readonly byteOffset: number; readonly byteLength: number }
      }
    },
  ]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly suppressions?: readonly [{ readonly justification: string }]
  readonly properties: { readonly packets: readonly number[] }
}

const sarifView = ({ origins, places, write }: CheckParts) =>
  new SarifView({ rules: RULES, version: '1.2.3', origins, places, paths: ['dir/bad.pcap'] }, write)

function results(log: string): readonly Result[] {
  return (JSON.parse(log) as { runs: [{ results: Result[] }] }).runs[0].results
}

/** A file without answer or confirmation, and a proposal without its number; with names that mean something to readers. */
function faulty({ name = 'noack.bin', start = 1_200_000_000_000_000_000n, others = 0 } = {}): Uint8Array {
  const s = scenario({ wire: new Wire({ start }) })
  // They take ports and packet numbers, and what is not part of the other capture takes cookies.
  for (let n = 0; n < others; n++) s.connection('10.0.0.1', '10.0.0.9:80').open().close()
  for (let n = 0; n < others; n++) s.directIm().propose().connect().accept().close()
  s.transfer({ name }).propose({ sequence: null }).connect().accept().prompt().data().close()
  s.transfer({ name }).propose().connect().accept().prompt().data().close()
  return s.close().wire.pcap()
}

/** Some of the examples of the rules, from every layer. */
const EXAMPLES = [...FIXTURES.values()].filter((_, at) => at % 12 === 0).map((make) => make())

describe('SARIF', () => {
  it('is what its schema says, for examples of the rules and names from hostile hands', () => {
    const named = HOSTILE.map((name) => faulty({ name }))
    for (const capture of [...EXAMPLES, ...named]) {
      const { text } = checked(capture, sarifView)
      expect(sarifProblems(JSON.parse(text))).toEqual([])
    }
  })

  it('has the bytes of the packet as its region', () => {
    const capture = faulty()
    const { text, findings } = checked(capture, sarifView)
    const view = new DataView(capture.buffer, capture.byteOffset)
    const places = [{ byteOffset: 0, byteLength: 0 }]
    for (let at = 24; at < capture.length; at += 16 + view.getUint32(at + 8, true))
      places.push({ byteOffset: at + 16, byteLength: view.getUint32(at + 8, true) })
    expect(results(text).length).toBe(findings.length)
    for (const { locations, properties } of results(text)) {
      expect(locations[0].physicalLocation.region).toEqual(places[properties.packets[0]!])
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('dir/bad.pcap')
    }
  })

  it('recognises a finding in another capture of the same: other times, ports, cookies and packet numbers', () => {
    const prints = (capture: Uint8Array) =>
      results(checked(capture, sarifView).text).map(({ partialFingerprints }) => partialFingerprints)
    const again = faulty({ start: 1_700_000_000_000_000_000n, others: 3 })
    expect(prints(again)).toEqual(prints(faulty()))
    expect(new Set(prints(faulty()).map((each) => JSON.stringify(each))).size).toBe(prints(faulty()).length)
    expect(prints(faulty({ name: 'other.bin' }))).not.toEqual(prints(faulty()))
  })

  it('fails for nothing but what the capture proves', () => {
    const levels = EXAMPLES.flatMap((capture) => {
      const { text, findings } = checked(capture, sarifView)
      return results(text).map(({ kind, level }, at) => ({ kind, level, of: findings[at]! }))
    })
    for (const { kind, level, of } of levels) {
      if (of.certainty === 'sure') expect([kind, level]).toEqual(['fail', of.severity])
      else expect([kind === 'fail', level]).toEqual([false, 'none'])
    }
    expect(new Set(levels.map(({ kind }) => kind)).size).toBeGreaterThan(1)
  })

  it('keeps what is suppressed, with the reason', () => {
    const { text, totals } = checked(faulty(), sarifView, { suppressions: [{ code: 'OFT-07' }] })
    for (const { ruleId, suppressions } of results(text)) {
      expect(suppressions?.[0].justification).toBe(ruleId === 'OFT-07' ? 'known, ticket 12' : undefined)
    }
    expect(totals.suppressed).toEqual({ error: 2, warning: 0, note: 0 })
    expect(sarifProblems(JSON.parse(text))).toEqual([])
  })

  it.each([
    ['a b.pcap', 'a%20b.pcap'],
    ['./x/é#1.pcap', 'x/%C3%A9%231.pcap'],
    ['/tmp/a:b.pcap', 'file:///tmp/a%3Ab.pcap'],
    ['-', '-'],
  ])('names %s as %s', (path, uri) => {
    expect(uriOf(path)).toBe(uri)
  })
})

describe('JUnit XML', () => {
  const view = ({ origins, write }: CheckParts) =>
    new JunitView({ origins, fails: ({ severity, certainty }) => severity === 'error' && certainty === 'sure' }, write)

  /** Names of the elements as they open; throws where the text is not well-formed XML 1.0. */
  function elements(xml: string): { name: string; attributes: Record<string, string> }[] {
    const found: { name: string; attributes: Record<string, string> }[] = []
    const parser = new SaxesParser()
    parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes }))
    parser.on('error', (error) => {
      throw error
    })
    parser.write(xml).close()
    return found
  }

  it('has a case for each transfer, and a failure in those that the gate fails for', () => {
    const s = scenario()
    s.transfer({ name: 'good.txt' }).complete()
    s.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().close()
    const all = elements(checked(s.close().wire.pcap(), view).text)
    const cases = all.filter(({ name }) => name === 'testcase').map(({ attributes }) => attributes['name']!)
    expect(cases.map((name) => name.split(' ').slice(0, 3).join(' '))).toEqual([
      'the capture',
      'transfer 1 good.txt',
      'transfer 2 noack.bin',
    ])
    expect(all.filter(({ name }) => name === 'failure').length).toBe(1)
    expect(all[0]!.attributes).toMatchObject({ tests: '3', failures: '1' })
  })

  it('is well-formed whatever the names are', () => {
    for (const name of [...HOSTILE, '<a href="x">&amp;]]>']) {
      expect(() => elements(checked(faulty({ name }), view).text)).not.toThrow()
    }
  })

  it('says what was suppressed, and does not fail for it', () => {
    const { text } = checked(faulty(), view, {
      suppressions: [{ code: 'OFT-07' }, { code: 'OFT-08' }, { code: 'RV-04' }],
    })
    expect(elements(text)[0]!.attributes['failures']).toBe('0')
    expect(text).toContain('suppressed (known, ticket 12): dir/bad.pcap#')
  })
})

describe('workflow commands of GitHub', () => {
  const view = ({ origins, write }: CheckParts) => new GithubView(origins, write)

  it('are one line a finding, that names from hostile hands cannot end or begin', () => {
    for (const name of ['100%,a:b\n::set-env name=X::y', ...HOSTILE, 'x\r\n::error::y']) {
      const { text, findings } = checked(faulty({ name }), view, { name: 'a,b:c%.pcap' })
      const lines = text.trimEnd().split('\n')
      expect(lines.length).toBe(findings.length)
      for (const line of lines) {
        expect(line).toMatch(/^::(error|warning|notice) file=a%2Cb%3Ac%25\.pcap,title=[A-Z]+-\d+ [a-z-]+::[^\r]*$/)
        expect(line.replaceAll(/%(25|0A|0D|2C|3A)/g, '')).not.toContain('%')
      }
    }
  })

  it('make notices of what is not sure', () => {
    const lines = EXAMPLES.flatMap((capture) => {
      const { text, findings } = checked(capture, view)
      return text
        .trimEnd()
        .split('\n')
        .map((line, at) => ({ line, of: findings[at] }))
    })
    for (const { line, of } of lines) {
      if (of !== undefined && of.certainty !== 'sure') expect(line).toMatch(/^::notice /)
    }
  })
})

describe('Markdown', () => {
  const view = ({ origins, write }: CheckParts) => new MarkdownView(origins, write)

  it('has a row for each finding, whose cells nothing in a name can break', () => {
    for (const name of ['a|b`c*_[x](javascript:1)<img src=x>@all #1 https://x.example', ...HOSTILE]) {
      const { text, findings } = checked(faulty({ name }), view)
      const rows = text
        .split('\n')
        .filter((line) => line.startsWith('| ✗') || line.startsWith('| ▲') || line.startsWith('| ●'))
      expect(rows.length).toBe(findings.length)
      for (const row of rows) {
        expect(row.replaceAll(/\\./g, '').split('|').length).toBe(7)
        expect(row.replaceAll(/\\./g, '')).not.toMatch(/[<>@[\]`*]|:\/\//)
      }
    }
  })

  it('lists what was suppressed and why', () => {
    const { text } = checked(faulty(), view, { suppressions: [{ code: 'OFT-07' }] })
    expect(text).toContain('2 suppressed findings')
    expect(text).toContain('known, ticket 12')
  })
})

it('a capture without a fault is valid in every format', () => {
  const clean = new Wire().pcap()
  expect(results(checked(clean, sarifView).text)).toEqual([])
  expect(checked(clean, ({ origins, write }) => new GithubView(origins, write)).text).toBe('')
})
