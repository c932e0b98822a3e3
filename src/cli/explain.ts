import { printable } from '../bytes/printable.ts'
import { explainTopic } from '../report/explain.ts'
import { findTopics, nearestTopic } from '../report/explain-search.ts'
import type { Topic } from '../report/explain-topics.ts'
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
    writer(shell, options)(`${JSON.stringify(found.map(topicRecord), undefined, 2)}\n`)
    return EXIT.done
  }
  const { paint, write } = look(shell, options)
  const lines = found.slice(0, EXPLAINED).map((topic) => explainTopic(topic, paint))
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
