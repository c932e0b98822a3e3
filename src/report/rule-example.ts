/**
 * What a broken rule looks like on the wire, and what it looks like when it is kept. The bytes are those of the captures
 * that prove the rule; docs/rules/examples.json has them, written by `npm run docs`.
 */
import { toJson, type Json } from '../bytes/node.ts'
import { hexLines } from './hex-dump.ts'
import { recognise, type ShapeName } from './paste/recognise.ts'
import type { Paint } from './signs.ts'
import { treeLines } from './tree.ts'

/** A message of an example. */
export interface ExampleMessage {
  /** `alice → server  SNAC ICBM__CHANNEL_MSG_TOHOST PROPOSE send-file` */
  readonly line: string
  /** What its bytes are; null when nobody can tell. */
  readonly kind: ShapeName | null
  readonly hex: string
}

/** What happens in a capture, as far as the rule is concerned. */
export interface ExampleSide {
  /** Name of the capture among the tests. */
  readonly capture: string
  /** What `check` says about it. */
  readonly says?: string
  readonly messages: readonly ExampleMessage[]
}

export interface RuleExample {
  readonly bad: ExampleSide
  readonly good: ExampleSide
}

/** Both sides as lines. Lines of a decoded message that no message of the other side has are marked. */
export function exampleLines({ bad, good }: RuleExample, paint: Paint): string[] {
  return [
    ...sideLines('Wrong', bad, good, (text) => paint('error', text)),
    ...sideLines('Right', good, bad, (text) => paint('good', text)),
  ]
}

type Dress = (text: string) => string

function sideLines(title: string, { capture, says, messages }: ExampleSide, other: ExampleSide, mark: Dress): string[] {
  if (messages.length === 0 && says === undefined) return []
  const known = decodedLines(other)
  const lines = ['', mark(`${title}, in the test capture ${capture}${says === undefined ? '' : `: ${says}`}`)]
  for (const message of messages) {
    lines.push('', `  ${message.line}`)
    if (title === 'Right' && message.hex !== '' && other.messages.some(({ hex }) => hex === message.hex)) {
      lines.push('    (the same bytes)')
      continue
    }
    for (const line of treeOf(message)) lines.push(known.has(line) ? `    ${line}` : mark(`  > ${line}`))
    for (const line of squeezed(bytesOf(message))) lines.push(`    ${line}`)
  }
  return lines
}

function decodedLines({ messages }: ExampleSide): ReadonlySet<string> {
  return new Set(messages.flatMap(treeOf))
}

function bytesOf({ hex }: ExampleMessage): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16))
}

function treeOf(message: ExampleMessage): string[] {
  if (message.kind === null) return []
  const { found } = recognise(bytesOf(message), 0, message.kind)
  return found.flatMap(({ nodes }) => treeLines(nodes, { secrets: false, indent: 0 })).map(shortened)
}

const MAX_WIDTH = 88

const shortened = (line: string): string => (line.length > MAX_WIDTH ? `${line.slice(0, MAX_WIDTH)}…` : line)

/** A hex dump in which rows that repeat the one before are a star, as hexdump does it. */
function squeezed(bytes: Uint8Array): string[] {
  const lines: string[] = []
  let last = ''
  for (const line of hexLines(bytes, 0, bytes.length)) {
    const content = line.slice(4)
    if (content !== last) lines.push(line)
    else if (lines.at(-1) !== '*') lines.push('*')
    last = content
  }
  return lines
}

/** Both sides with everything decoded, for `-T json`. */
export function exampleRecord({ bad, good }: RuleExample): Json {
  return { bad: sideRecord(bad), good: sideRecord(good) }
}

function sideRecord({ capture, says, messages }: ExampleSide): Json {
  return {
    capture,
    says: says ?? null,
    messages: messages.map((message) => {
      const bytes = bytesOf(message)
      const found = message.kind === null ? [] : recognise(bytes, 0, message.kind).found
      const children = found.flatMap(({ nodes }) => nodes)
      const fields = toJson({ name: 'fields', at: 0, end: bytes.length, children }, { secrets: false })
      return { line: message.line, hex: message.hex, fields }
    }),
  }
}
