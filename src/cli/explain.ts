import { printable } from '../bytes/printable.ts'
import { ruleExamples } from '../io/rule-examples.ts'
import { explainTopic } from '../report/explain.ts'
import { findTopics, nearestTopic } from '../report/explain-search.ts'
import type { Topic } from '../report/explain-topics.ts'
import { exampleLines, exampleRecord, type RuleExample } from '../report/rule-example.ts'
import type { Paint } from '../report/signs.ts'
import { tableLines } from '../report/table.ts'
import { EXIT, UsageError, type ExitCode } from './exit.ts'
import { look, writer, type LookOptions } from './look.ts'
import type { Shell } from './shell.ts'

interface ExplainOptions extends LookOptions {
  readonly format: 'text' | 'json'
}

/** Meanings of one code that are explained; others are listed. */
const EXPLAINED = 3

const COLUMNS = [{ title: 'Also' }, { title: 'Code' }, { title: 'Name' }, { title: 'Ask for it as' }] as const

/** `oscarscope explain CODE|NAME|VALUE` */
export function explain(shell: Shell, words: readonly string[], options: ExplainOptions): ExitCode {
  const wanted = words.join(' ')
  const found = findTopics(wanted)
  if (found.length === 0) {
    const near = nearestTopic(wanted)
    throw new UsageError(
      `nothing is known as '${printable(wanted)}'${near === undefined ? ' (--help shows what can be explained)' : ` (did you mean ${near}?)`}`,
    )
  }
  if (options.format === 'json') {
    writer(shell, options)(`${JSON.stringify(records(found), undefined, 2)}\n`)
    return EXIT.done
  }
  const { paint, write } = look(shell, options)
  const examples = found.some(({ kind }) => kind === 'rule') ? ruleExamples() : NONE
  const lines = found
    .slice(0, EXPLAINED)
    .map((topic) => [...explainTopic(topic, paint), ...exampleOf(topic, examples, paint)])
  const others = found
    .slice(EXPLAINED)
    .map((topic) => [
      topic.context ?? topic.kind,
      topic.code,
      topic.name,
      `${topic.context ?? topic.kind} ${topic.code}`,
    ])
  if (others.length > 0) lines.push(tableLines(COLUMNS, others))
  write(`${lines.map((each) => each.join('\n')).join('\n\n')}\n`)
  return EXIT.done
}

type Examples = ReadonlyMap<string, RuleExample>

const NONE: Examples = new Map()

/** The bytes of a rule that is broken and kept, at the end of what is said about it. */
function exampleOf({ kind, code }: Topic, examples: Examples, paint: Paint): string[] {
  const example = kind === 'rule' ? examples.get(code) : undefined
  return example === undefined ? [] : exampleLines(example, paint)
}

function records(found: readonly Topic[]): object[] {
  const examples = found.some(({ kind }) => kind === 'rule') ? ruleExamples() : NONE
  return found.map((topic) => {
    const example = topic.kind === 'rule' ? examples.get(topic.code) : undefined
    return { ...topicRecord(topic), ...(example === undefined ? {} : { example: exampleRecord(example) }) }
  })
}

function topicRecord({ kind, code, name, context, title, parts }: Topic) {
  return {
    kind,
    code,
    name,
    context: context ?? null,
    title,
    ...Object.fromEntries(parts.map(([label, text]) => [label.toLowerCase().replaceAll(' ', '_'), text])),
  }
}
