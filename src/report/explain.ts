import type { Topic } from './explain-topics.ts'
import type { Paint } from './signs.ts'
import { displayWidth } from './width.ts'

const WIDTH = 100
const INDENT = 13

/** What a topic means, as lines of at most `width` columns. */
export function explainTopic(
  { kind, code, name, context, title, parts }: Topic,
  paint: Paint,
  width = WIDTH,
): string[] {
  const what = kind === 'rule' ? '' : paint('dim', ` · ${kind}${context === undefined ? '' : ` (${context})`}`)
  return [
    `${paint('strong', kind === 'step' ? name : `${code} ${name}`)}${what}`,
    ...wrapped(title, '', width),
    ...parts.flatMap(([label, text]) => ['', ...wrapped(text, `${label}:`.padEnd(INDENT), width)]),
  ]
}

/** Lines that begin with `label` or as many spaces. */
function wrapped(text: string, label: string, width: number): string[] {
  const lines: string[] = []
  let line = label
  for (const word of text.split(' ')) {
    if (line.length > label.length && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line)
      line = ' '.repeat(label.length)
    }
    line += line.length === label.length ? word : ` ${word}`
  }
  return [...lines, line]
}
