import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/rules/define.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { RULES } from '../../src/rules/index.ts'
import { UNOBSERVABLE } from '../../src/rules/unobservable.ts'
import { analyze } from '../support/analyze.ts'
import { FIXTURES, FIXTURE_SETS } from './fixtures/index.ts'

const SOURCE = new URL('../../src/rules/', import.meta.url)

/** Folders of the rules, from the bottom layer up, and what their codes begin with. */
const LAYERS = {
  capture: 'CAP',
  tcp: 'TCP',
  flap: 'FLAP',
  snac: 'SNAC',
  tlv: 'TLV',
  icbm: 'ICBM',
  rendezvous: 'RV',
  service: 'SVC',
  ars: 'ARS',
  oft: 'OFT',
  odc: 'ODC',
  connection: 'CON',
} as const

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.includes('/') && file.endsWith('.ts'),
)
const modules = await Promise.all(
  files.map(async (file) => ({
    file,
    rule: ((await import(new URL(file, SOURCE).href)) as { default: Rule }).default,
  })),
)

const captures = new Map([...FIXTURES].map(([name, make]) => [name, make()]))
const analyses = new Map<string, readonly Finding[]>()

/** What all rules say about a fixture. */
function findings(name: string): readonly Finding[] {
  const known = analyses.get(name) ?? analyze(captures.get(name)!).findings
  analyses.set(name, known)
  return known
}

const isSureError = ({ severity, certainty, kind }: Finding) =>
  severity === 'error' && certainty === 'sure' && kind !== 'capture'
const told = ({ code, certainty, message }: Finding) => `${code} ${certainty} ${message}`

describe('the registry of rules', () => {
  it('holds the rule of every file once', () => {
    expect(RULES.map(({ code }) => code).sort()).toEqual(modules.map(({ rule }) => rule.code).sort())
    expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length)
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length)
  })

  it('is sorted by layer and number', () => {
    const prefixes: readonly string[] = Object.values(LAYERS)
    const place = ({ code }: Rule) => {
      const [prefix, number] = code.split('-')
      return prefixes.indexOf(prefix!) * 1000 + Number(number)
    }
    expect(RULES.map(({ code }) => code)).toEqual(RULES.toSorted((a, b) => place(a) - place(b)).map(({ code }) => code))
  })

  it('has no rule for what it says cannot be seen', () => {
    const known = new Set<string>(RULES.map(({ code }) => code))
    expect(UNOBSERVABLE.filter(({ code }) => known.has(code))).toEqual([])
    expect(UNOBSERVABLE.every(({ code, reason }) => /^[A-Z]+-\d{2}$/.test(code) && reason !== '')).toBe(true)
  })

  it('has no example under two names, and none that no rule names', () => {
    expect(FIXTURES.size).toBe(FIXTURE_SETS.reduce((count, set) => count + Object.keys(set).length, 0))
    const named = new Set(RULES.flatMap(({ fixtures }) => [...fixtures.bad, ...fixtures.good]))
    expect([...FIXTURES.keys()].filter((name) => !named.has(name) && !ELSEWHERE.has(name))).toEqual([])
  })
})

/** Errors by the documents, which real servers put up with. */
const NEVER_SURE = new Set(['SNAC-04', 'SNAC-06'])

/** Examples of the tests below. */
const ELSEWHERE = new Set([
  'cookie-of-toc-bridge',
  'number-repeated-by-target',
  'ack-cookie-wrong-cancelled',
  'unanswered-and-open',
  'undone-and-open',
  'host-online-crossed',
])

describe.each(modules)('$rule.code in $file', ({ file, rule }) => {
  it('has the name of its file and a code of its folder', () => {
    expect(rule.name).toBe(basename(file, '.ts'))
    expect(rule.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(rule.code).toMatch(/^[A-Z]+-\d{2}$/)
    expect(rule.code.split('-')[0]).toBe(LAYERS[dirname(file) as keyof typeof LAYERS])
  })

  it('explains itself', () => {
    expect(rule.title.length).toBeLessThanOrEqual(60)
    expect(rule.title).not.toMatch(/\.$/)
    for (const text of [rule.title, rule.why, rule.fix, rule.spec.doc, rule.spec.item, rule.spec.says]) {
      expect(text.trim()).not.toBe('')
    }
  })

  it('has examples of both kinds', () => {
    expect(rule.fixtures.bad).not.toEqual([])
    expect(rule.fixtures.good).not.toEqual([])
    expect([...rule.fixtures.bad, ...rule.fixtures.good].filter((name) => !FIXTURES.has(name))).toEqual([])
  })

  it.each(rule.fixtures.bad)('finds the fault in %s and accuses nobody of anything else', (name) => {
    const found = findings(name)
    expect(found.map(told).filter((text) => text.startsWith(`${rule.code} `))).not.toEqual([])
    expect(found.filter((finding) => isSureError(finding) && finding.code !== rule.code).map(told)).toEqual([])
  })

  it('proves an error by one of them', () => {
    if (rule.severity !== 'error' || NEVER_SURE.has(rule.code)) return
    expect(rule.fixtures.bad.filter((name) => findings(name).some(isSureError))).not.toEqual([])
  })

  it.each(rule.fixtures.good)('has nothing to say about %s but that the capture may lack something', (name) => {
    const found = findings(name).filter(
      ({ code, certainty }) => code === rule.code && certainty !== 'capture-incomplete',
    )
    expect(found.map(told)).toEqual([])
  })

  it('changes no other finding when it is taken out', () => {
    const others = RULES.filter((other) => other !== rule)
    for (const name of rule.fixtures.bad) {
      const left = analyze(captures.get(name)!, 1 << 20, others).findings
      expect(left.map(told)).toEqual(
        findings(name)
          .filter(({ code }) => code !== rule.code)
          .map(told),
      )
    }
  })
})

describe('findings', () => {
  it('are one for each fault, however many copies of the message there are', () => {
    const doubled = RULES.flatMap(({ code, fixtures }) => {
      return fixtures.bad.filter((name) => findings(name).filter((finding) => finding.code === code).length !== 1)
    })
    expect(doubled).toEqual([])
  })

  it('about the zero cookie of a bridge to TOC are a note with its name', () => {
    const [finding] = findings('cookie-of-toc-bridge')
    expect(finding).toMatchObject({ code: 'ICBM-02', severity: 'note', knownFor: ['open-oscar-server'] })
  })

  it('warn of an answer that repeats the number it answers', () => {
    const finding = findings('number-repeated-by-target').find(({ code }) => code === 'RV-07')
    expect(finding).toMatchObject({ severity: 'warning', certainty: 'likely', expected: '2', found: '1' })
  })

  it('suspect a side that owes something when the capture ends', () => {
    expect(findings('unanswered-and-open').find(({ code }) => code === 'OFT-07')).toMatchObject({ certainty: 'likely' })
    expect(findings('undone-and-open').find(({ code }) => code === 'OFT-08')).toMatchObject({ certainty: 'likely' })
  })

  it('take a single wrong cookie for that, and several of another kind for another conversation', () => {
    const finding = findings('ack-cookie-wrong-cancelled').find(({ code }) => code === 'OFT-11')
    expect(finding).toMatchObject({ certainty: 'likely', found: '5a5a5a5a5a5a5a00' })
    expect(findings('other-conversation-on-the-port').filter(({ code }) => code === 'OFT-11')).toEqual([])
  })

  it('name the number that was due', () => {
    expect(findings('number-jumps')[0]).toMatchObject({ code: 'RV-07', expected: '2', found: '3', who: 'target' })
    expect(findings('number-goes-back')[0]).toMatchObject({ code: 'RV-07', expected: '4', found: '2' })
  })

  it('blame the host for a copy that it changed', () => {
    expect(findings('address-changed-behind-host')[0]!.message).toContain("the host's copy")
  })
})
