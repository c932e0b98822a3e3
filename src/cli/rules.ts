import { tableLines } from '../report/table.ts'
import type { Rule } from '../rules/define.ts'
import { RULES } from '../rules/index.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { look, writer, type LookOptions } from './look.ts'
import type { Shell } from './shell.ts'

interface RulesOptions extends LookOptions {
  readonly format: 'text' | 'json'
}

const COLUMNS = [
  { title: 'Code' },
  { title: 'Name' },
  { title: 'Severity' },
  { title: 'Step', align: 'right' },
  { title: 'What' },
] as const

/** Every rule. */
export function rules(shell: Shell, options: RulesOptions): ExitCode {
  if (options.format === 'json') {
    writer(shell, options)(`${JSON.stringify(RULES.map(ruleRecord), undefined, 2)}\n`)
    return EXIT.done
  }
  const { write } = look(shell, options)
  const cells = RULES.map(({ code, name, severity, step, title }) => [
    code,
    name,
    severity,
    step === undefined ? '' : String(step),
    title,
  ])
  for (const line of tableLines(COLUMNS, cells)) write(`${line}\n`)
  return EXIT.done
}

function ruleRecord({ code, name, severity, kind, title, why, fix, spec, who, step, knownFor }: Rule) {
  return { code, name, severity, kind, title, why, fix, spec, who, step: step ?? null, knownFor: knownFor ?? [] }
}
