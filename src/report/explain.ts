import type { Rule } from '../rules/define.ts'
import { STEPS } from '../conversation/steps.ts'
import type { Paint } from './signs.ts'
import { displayWidth } from './width.ts'

const WIDTH = 100

/** What a rule means, as lines of at most `width` columns. */
export function explainRule(rule: Rule, paint: Paint, width = WIDTH): string[] {
  const { code, name, severity, kind, title, why, fix, spec, who, step, knownFor = [] } = rule
  const where = step === undefined ? '' : ` · step ${step}, ${STEPS[step - 1]!}`
  return [
    paint('strong', `${code} ${name}`),
    `${title}.`,
    paint('dim', `${severity} · ${kind} · for the ${who} to mend${where}`),
    ...paragraph('Why', why, width),
    ...paragraph('Fix', fix, width),
    ...paragraph('Written', `${spec.doc}, ${spec.item}: ${spec.says}`, width),
    ...(knownFor.length === 0 ? [] : paragraph('Known for', knownFor.join(', '), width)),
  ]
}

function paragraph(label: string, text: string, width: number): string[] {
  const indent = 11
  const lines: string[] = ['']
  let line = `${label}:`.padEnd(indent)
  for (const word of text.split(' ')) {
    const full = line.length > indent && displayWidth(line) + 1 + displayWidth(word) > width
    if (full) {
      lines.push(line)
      line = ' '.repeat(indent)
    }
    line += line.length === indent ? word : ` ${word}`
  }
  return [...lines, line]
}
