import type { FilterProblem } from './problem.ts'

export interface Token {
  readonly kind: 'word' | 'string' | 'symbol' | 'end'
  /** Of a string what it says, without quotes and escapes. */
  readonly text: string
  readonly at: number
  readonly length: number
}

/** Longer ones first. */
const SYMBOLS = ['==', '!=', '<=', '>=', '&&', '||', '<', '>', '!', '(', ')', '{', '}', ','] as const

/** What people write for one of them. */
const MISTAKES: ReadonlyMap<string, string> = new Map([
  ['=', 'a comparison is written =='],
  ['&', 'and is written && or and'],
  ['|', 'or is written || or or'],
])

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
])

const isSpace = (character: string): boolean => /\s/.test(character)
const isQuote = (character: string): boolean => character === '"' || character === "'"
const endsWord = (character: string): boolean =>
  isSpace(character) || isQuote(character) || '=<>!&|(){},'.includes(character)

/** The words, strings and symbols of a filter; the last token is its end. */
export function lex(text: string): Token[] | FilterProblem {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const character = text[at]!
    if (isSpace(character)) {
      at++
      continue
    }
    const token = isQuote(character) ? quoted(text, at) : (symbol(text, at) ?? word(text, at))
    if ('message' in token) return token
    tokens.push(token)
    at += token.length
  }
  tokens.push({ kind: 'end', text: '', at: text.length, length: 0 })
  return tokens
}

function symbol(text: string, at: number): Token | FilterProblem | undefined {
  const found = SYMBOLS.find((candidate) => text.startsWith(candidate, at))
  if (found !== undefined) return { kind: 'symbol', text: found, at, length: found.length }
  const message = MISTAKES.get(text[at]!)
  return message === undefined ? undefined : { message, at, length: 1 }
}

function word(text: string, at: number): Token {
  let end = at
  while (end < text.length && !endsWord(text[end]!)) end++
  return { kind: 'word', text: text.slice(at, end), at, length: end - at }
}

function quoted(text: string, start: number): Token | FilterProblem {
  let says = ''
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!
    if (character === text[start]) return { kind: 'string', text: says, at: start, length: at + 1 - start }
    if (character !== '\\') {
      says += character
      continue
    }
    const [, code] = /^x([0-9a-f]{2})/i.exec(text.slice(at + 1, at + 4)) ?? []
    const escaped = code === undefined ? ESCAPES.get(text[at + 1] ?? '') : String.fromCharCode(parseInt(code, 16))
    if (escaped === undefined)
      return {
        message: 'no such escape: \\" \\\\ \\n \\r \\t \\0 and \\xHH there are',
        at,
        length: Math.min(2, text.length - at),
      }
    says += escaped
    at += code === undefined ? 1 : 3
  }
  return { message: 'the string does not end', at: start, length: text.length - start }
}
