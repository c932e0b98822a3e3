/** Bytes as people paste them into bug reports. */
import { LIMITS, raising } from '../../limits.ts'
import { readDump } from './dump.ts'
import { pasteProblem, type PasteProblem } from './problem.ts'

/** What a text says: usually one run of bytes, of a dump of several packets one for each. */
export type Pasted = readonly Uint8Array[]

/**
 * Reads hex with any spacing, dumps (xxd, tcpdump -x, hexdump -C), arrays (C, Go, JSON, and Go's decimal `[42 2 0]`), literals
 * of Python and C, and base64 when that is said.
 */
export function readPaste(text: string, base64 = false): Pasted | PasteProblem {
  const most = LIMITS.pasteLength.value
  if (text.length > most) return pasteProblem(text, most, 1, `more than ${most} characters (${raising('pasteLength')})`)
  if (text.trim() === '') return pasteProblem(text, 0, 0, 'there are no bytes')
  if (base64) return readBase64(text)
  return readDump(text) ?? readLiteral(text) ?? readArray(text) ?? readHex(text)
}

/** Pairs of digits; `0x`, white space and `: - , ; . _ |` between them do not matter. */
function readHex(text: string): Pasted | PasteProblem {
  const bytes: number[] = []
  for (const { 0: token, index } of text.matchAll(/[^\s:,;|._-]+/g)) {
    const prefix = /^(?:0x|\\x)/i.test(token) ? 2 : 0
    const digits = token.slice(prefix)
    const wrong = digits.search(/[^0-9a-f]/i)
    if (wrong >= 0) return pasteProblem(text, index + prefix + wrong, 1, `'${digits[wrong]!}' is no hex digit`)
    if (digits.length % 2 === 1 && !(digits.length === 1 && prefix > 0)) {
      return pasteProblem(text, index, token.length, `'${token}' has an odd number of hex digits`)
    }
    for (let at = 0; at < digits.length; at += 2) bytes.push(parseInt(digits.slice(at, at + 2), 16))
  }
  return bytes.length > 0 ? [Uint8Array.from(bytes)] : pasteProblem(text, 0, text.length, 'there are no bytes')
}

const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g

/** `{0x2a, 2}` of C and Go, with anything before the brace; `[42, 2, 0]` and `[42 2 0]`, which are decimal. */
function readArray(text: string): Pasted | PasteProblem | undefined {
  // Comments become as many spaces, so that places stay right.
  const code = text.replace(COMMENTS, (comment) => comment.replace(/[^\n]/g, ' '))
  const open = code.includes('{') ? code.indexOf('{') : /^\s*\[/.test(code) ? code.indexOf('[') : -1
  if (open < 0) return undefined
  const close = code.indexOf(code[open] === '{' ? '}' : ']', open)
  if (close < 0) return pasteProblem(text, open, 1, 'the array does not end')
  const bytes: number[] = []
  for (const { 0: token, index } of code.slice(open + 1, close).matchAll(/'(?:\\.|[^'\\])[^']*'|[^\s,]+/g)) {
    const value = element(token)
    if (value === undefined) return pasteProblem(text, open + 1 + index, token.length, `'${token}' is no byte`)
    bytes.push(value)
  }
  return bytes.length > 0 ? [Uint8Array.from(bytes)] : pasteProblem(text, open, close + 1 - open, 'there are no bytes')
}

/** A number from 0 to 255 in any notation of C and Go, or a character. */
function element(token: string): number | undefined {
  const character = /^'(.+)'$/.exec(token)?.[1]
  if (character !== undefined) {
    const bytes = unescaped(character)
    return typeof bytes !== 'number' && bytes.length === 1 ? bytes[0] : undefined
  }
  if (!/^(?:0x[0-9a-f]+|0b[01]+|0o?[0-7]+|\d+)$/i.test(token)) return undefined
  const value = /^0[0-7]+$/.test(token) ? parseInt(token, 8) : Number(token)
  return value <= 255 ? value : undefined
}

/** `b'\x2a\x02'` of Python, `"\x2a\x02"` of C: one literal or several in a row. */
function readLiteral(text: string): Pasted | PasteProblem | undefined {
  if (!/^\s*(?:b|B)?["']/.test(text)) return undefined
  const bytes: number[] = []
  let end = 0
  for (const { 0: literal, 1: quote, 2: content, index } of text.matchAll(
    /\s*[bB]?(["'])((?:\\[\s\S]|(?!\1)[^\\])*)\1/g,
  )) {
    if (index !== end) break
    const inside = unescaped(content!)
    if (typeof inside === 'number') {
      return pasteProblem(text, index + literal.indexOf(quote!) + 1 + inside, 2, 'no such escape')
    }
    for (const byte of inside) bytes.push(byte)
    end = index + literal.length
  }
  const rest = text.slice(end)
  const more = rest.search(/[^\s;,)]/)
  if (more >= 0)
    return pasteProblem(
      text,
      end + more,
      1,
      end === 0 ? 'the string does not end' : `'${rest[more]!}' belongs to no string`,
    )
  return bytes.length > 0 ? [Uint8Array.from(bytes)] : pasteProblem(text, 0, text.length, 'there are no bytes')
}

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
}

/** The bytes of a literal's content; the place of an escape that is none. */
function unescaped(content: string): number[] | number {
  const bytes: number[] = []
  for (const { 0: piece, 1: hex, 2: octal, 3: letter, index } of content.matchAll(
    /\\x([0-9a-fA-F]{2})|\\([0-7]{1,3})|\\([\s\S])|[\s\S]/g,
  )) {
    const escape = letter === undefined ? undefined : (ESCAPES[letter] ?? NaN)
    const value =
      hex !== undefined ? parseInt(hex, 16) : octal !== undefined ? parseInt(octal, 8) : (escape ?? piece.charCodeAt(0))
    if (!(value <= 255)) return index
    bytes.push(value)
  }
  return bytes
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Either alphabet, with or without padding. */
function readBase64(text: string): Pasted | PasteProblem {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (/[\s=]/.test(character)) continue
    const value = BASE64.indexOf(character === '-' ? '+' : character === '_' ? '/' : character)
    if (value < 0) return pasteProblem(text, at, 1, `'${character}' is not base64`)
    held = ((held << 6) | value) & 0xfff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 0xff)
  }
  return bytes.length > 0 ? [Uint8Array.from(bytes)] : pasteProblem(text, 0, text.length, 'there are no bytes')
}
