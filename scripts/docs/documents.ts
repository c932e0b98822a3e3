import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { EXIT_MEANINGS } from '../../src/cli/exit.ts'
import { LIMITS, type Limit } from '../../src/limits.ts'
import { BASELINE_SCHEMA } from '../../src/report/gate/baseline.ts'
import { CONFIG_SCHEMA } from '../../src/report/gate/config.ts'
import { schemaDocument, standAlone } from '../../src/report/schema.ts'
import { RULES } from '../../src/rules/index.ts'
import { exampleOf } from './examples.ts'
import { fill, table, text } from './markdown.ts'
import { familyTable, rulePage, rulesIndex } from './rules.ts'

/** Folders in which every file is generated: a file too many is as wrong as one too few. */
export const GENERATED_FOLDERS = ['docs/rules', 'docs/schema']

/** Every generated file: its path from the root of the project, and its text. */
export async function documents(root: string): Promise<Map<string, string>> {
  const examples = new Map(RULES.map((rule) => [rule.code, exampleOf(rule)]))
  const texts = new Map([
    ['README.md', readme(readFileSync(join(root, 'README.md'), 'utf8'))],
    ['docs/limits.md', limitsPage()],
    ['docs/rules/README.md', rulesIndex(RULES)],
    ...RULES.map((rule) => [`docs/rules/${rule.code}.md`, rulePage(rule, examples.get(rule.code)!)] as const),
    ['docs/rules/examples.json', JSON.stringify(Object.fromEntries(examples))],
    ['docs/schema/records.schema.json', JSON.stringify(schemaDocument())],
    ['docs/schema/config.schema.json', JSON.stringify(standAlone(CONFIG_SCHEMA))],
    ['docs/schema/baseline.schema.json', JSON.stringify(standAlone(BASELINE_SCHEMA))],
  ])
  for (const [name, content] of texts) {
    const filepath = join(root, name)
    texts.set(name, await format(content, { ...(await resolveConfig(filepath)), filepath }))
  }
  return texts
}

function readme(document: string): string {
  const exits = table(['exit code', 'meaning'], EXIT_MEANINGS)
  return fill(fill(document, 'exit codes', exits), 'rules', familyTable(RULES))
}

function limitsPage(): string {
  const rows = Object.entries<Limit>(LIMITS).map(([name, { value, unit, what, precedent }]) => [
    `\`${name}\``,
    value.toLocaleString('en-US'),
    unit,
    text(what),
    text(precedent),
  ])
  const head = ['limit', 'value', 'unit', 'what', 'where the number comes from']
  return `# Limits\n\nEvery cap of the program; \`oscarscope --limits\` prints the same.\n\n${table(head, rows)}`
}
