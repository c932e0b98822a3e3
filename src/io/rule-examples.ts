import { readFileSync } from 'node:fs'
import type { RuleExample } from '../report/rule-example.ts'

/** The examples that come with the program, by the codes of the rules; none when the documentation is not installed. */
export function ruleExamples(): ReadonlyMap<string, RuleExample> {
  const file = new URL('../../docs/rules/examples.json', import.meta.url)
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, RuleExample>))
  } catch {
    return new Map()
  }
}
