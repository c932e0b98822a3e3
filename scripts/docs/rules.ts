/** The pages of the rules, and the tables of them. */
import { STEPS } from '../../src/conversation/steps.ts'
import { exampleLines, type RuleExample } from '../../src/report/rule-example.ts'
import { plain } from '../../src/report/signs.ts'
import type { Rule } from '../../src/rules/define.ts'
import { UNOBSERVABLE } from '../../src/rules/unobservable.ts'
import { table, text } from './markdown.ts'

/** What the rules of a family are about; also the order of the families. */
const FAMILIES: Readonly<Record<string, string>> = {
  CAP: 'what the capture does not have',
  TCP: 'TCP streams',
  FLAP: 'FLAP frames and connections to a server',
  SNAC: 'SNACs',
  TLV: 'TLVs',
  ICBM: 'messages that carry a rendezvous',
  RV: 'rendezvous blocks and their order',
  SVC: 'what a rendezvous is about: files, names, sizes',
  ARS: 'the rendezvous proxy',
  OFT: 'file transfer connections',
  ODC: 'direct IM connections',
  CON: 'peer connections and what was proposed for them',
}

const familyOf = ({ code }: Rule): string => code.split('-')[0]!

function families(rules: readonly Rule[]): (readonly [family: string, rules: readonly Rule[]])[] {
  const names = [...new Set(rules.map(familyOf))]
  return names.map((name) => [name, rules.filter((rule) => familyOf(rule) === name)])
}

const anchor = (family: string): string => family.toLowerCase()

/** For the README: a line a family. */
export function familyTable(rules: readonly Rule[]): string {
  const count = (list: readonly Rule[], severity: string): string =>
    String(list.filter((rule) => rule.severity === severity).length || '')
  return table(
    ['rules', 'about', 'errors', 'warnings', 'notes'],
    families(rules).map(([family, list]) => [
      `[${family}](docs/rules/README.md#${anchor(family)})`,
      FAMILIES[family] ?? '',
      count(list, 'error'),
      count(list, 'warning'),
      count(list, 'note'),
    ]),
  )
}

/** docs/rules/README.md */
export function rulesIndex(rules: readonly Rule[]): string {
  const parts = families(rules).map(([family, list]) => {
    const rows = list.map(({ code, name, severity, step, title, knownFor = [] }) => [
      `[${code}](${code}.md)`,
      name,
      severity,
      step === undefined ? '' : String(step),
      text(title),
      text(knownFor.join(', ')),
    ])
    const head = ['code', 'name', 'severity', 'step', 'what', 'known for']
    return `## ${family}\n\n${capital(FAMILIES[family] ?? family)}.\n\n${table(head, rows)}`
  })
  const unobservable = table(
    ['code', 'why there is no rule'],
    UNOBSERVABLE.map(({ code, reason }) => [code, text(reason)]),
  )
  return [
    '# Rules',
    `${rules.length} rules. \`oscarscope explain CODE\` says the same as the page of a rule, \`oscarscope rules -T json\` has all of them.`,
    ...parts,
    `## What cannot be seen\n\n${unobservable}`,
  ].join('\n\n')
}

/** docs/rules/OFT-07.md */
export function rulePage(rule: Rule, example: RuleExample): string {
  const { code, name, severity, kind, title, why, fix, spec, who, step, knownFor = [], fixtures } = rule
  const facts = [
    ['severity', severity],
    ['kind', kind],
    ['to be mended by', `the ${who}`],
    ...(step === undefined ? [] : [['step', `${step}, ${STEPS[step - 1]!}`]]),
    ['written', text(`${spec.doc}, ${spec.item}: ${spec.says}`)],
    ...(knownFor.length === 0 ? [] : [['known for', text(knownFor.join(', '))]]),
    ['proven by', [...fixtures.bad].join(', ')],
    ['silent about', [...fixtures.good].join(', ')],
  ]
  const lines = exampleLines(example, plain).map((line) => line.trimEnd())
  const shown = lines.length === 0 ? [] : ['## On the wire', `\`\`\`\`text\n${lines.join('\n').trim()}\n\`\`\`\``]
  return [
    `# ${code} ${name}`,
    `${text(title)}.`,
    table(['', ''], facts),
    `**Why it matters.** ${text(why)}`,
    `**What to change.** ${text(fix)}`,
    ...shown,
  ].join('\n\n')
}

const capital = (words: string): string => words[0]!.toUpperCase() + words.slice(1)
