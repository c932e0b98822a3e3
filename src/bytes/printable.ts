import { decodeCodePage, localCodePage, type CodePage } from './code-page.ts'

declare const printableBrand: unique symbol

/** Text that holds nothing a terminal, a table cell or a log would act on. Only this file makes it. */
export type Printable = string & { readonly [printableBrand]: true }

/**
 * Encodings of OSCAR text: charset 0 (US-ASCII), 3 (named ISO 8859-1, in practice windows-1252) and 2 (UTF-16 big-endian)
 * of messages, and UTF-8 of everything newer. `local`: only the writer knew: UTF-8 if it is that, else the code page that
 * the user names.
 */
type OscarEncoding = 'ascii' | 'latin1' | 'utf-8' | 'utf-16be' | 'local'
export type Encoding = OscarEncoding | CodePage

export interface Decoded {
  readonly text: Printable
  /** False where bytes were not valid in the encoding, and each such byte or unit became U+FFFD. */
  readonly valid: boolean
}

const REPLACEMENT = '\ufffd'

/** How `bytes[0x80..0x9f]` read in windows-1252; five of them mean nothing. */
const WINDOWS_1252_C1 =
  '\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd' +
  '\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178'

const PLAIN = /^[ -~]*$/

/**
 * What is not shown as it is: controls (Cc), formatting such as bidi overrides (Cf), line and paragraph separators, lone
 * surrogates, private use, unassigned and noncharacters (all of C), and what is blank without being a space: zero-width
 * characters, variation selectors, fillers, the empty braille cell.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Combining marks in a row that are shown, and those behind them: such a flood climbs over the lines above. */
const FLOOD = /(\p{M}{8})\p{M}+/gu

/** Bytes to printable text. NULs are shown: cut them off first where they only terminate. */
export function decodeText(bytes: Uint8Array, encoding: Encoding = 'utf-8'): Decoded {
  const plain = encoding === 'utf-16be' ? undefined : decodePlain(bytes)
  if (plain !== undefined) return { text: plain as Printable, valid: true }
  const [text, valid] = isOscars(encoding) ? DECODERS[encoding](bytes) : decodeCodePage(bytes, encoding)
  return { text: printable(text), valid }
}

/**
 * Text from anywhere, made safe to show: C0 controls and DEL become control pictures, everything else that is invisible or
 * steers becomes an escape such as `\u202e`, marks beyond eight in a row are dropped; nothing else changes. Printable text
 * comes out as it went in.
 */
export function printable(text: string): Printable {
  return (PLAIN.test(text) ? text : text.replace(UNSAFE, makeVisible).replace(FLOOD, '$1')) as Printable
}

function makeVisible(unsafe: string): string {
  const code = unsafe.codePointAt(0)!
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  const digits = code.toString(16)
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}

/** Text of bytes that are all printable ASCII, the usual case; undefined for others. */
function decodePlain(bytes: Uint8Array): string | undefined {
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! < 0x20 || bytes[at]! > 0x7e) return undefined
  let text = ''
  let at = 0
  // Four at a time: a screen name is a few strings then, and not one for each letter.
  for (; at + 4 <= bytes.length; at += 4) {
    text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!)
  }
  for (; at < bytes.length; at++) text += String.fromCharCode(bytes[at]!)
  return text
}

const DECODERS: Readonly<Record<OscarEncoding, (bytes: Uint8Array) => [text: string, valid: boolean]>> = {
  ascii: (bytes) => decodeBytes(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : REPLACEMENT)),
  latin1: (bytes) => decodeBytes(bytes, windows1252),
  'utf-8': decodeUtf8,
  'utf-16be': decodeUtf16,
  local: decodeLocal,
}

const isOscars = (encoding: Encoding): encoding is OscarEncoding => Object.hasOwn(DECODERS, encoding)

function decodeBytes(bytes: Uint8Array, character: (byte: number) => string): [string, boolean] {
  let text = ''
  let valid = true
  for (const byte of bytes) {
    const decoded = character(byte)
    if (decoded === REPLACEMENT) valid = false
    text += decoded
  }
  return [text, valid]
}

function windows1252(byte: number): string {
  return byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252_C1[byte - 0x80]! : String.fromCharCode(byte)
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const strictUtf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

function decodeUtf8(bytes: Uint8Array): [string, boolean] {
  const text = utf8.decode(bytes)
  return [text, !text.includes(REPLACEMENT) || isStrictUtf8(bytes)]
}

/** Tells a U+FFFD that was sent from one that stands for bad bytes. */
function isStrictUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Valid as UTF-8 only: what another reading makes of it is a guess. */
function decodeLocal(bytes: Uint8Array): [string, boolean] {
  if (isStrictUtf8(bytes)) return decodeUtf8(bytes)
  const page = localCodePage()
  return [page === undefined ? decodeBytes(bytes, windows1252)[0] : decodeCodePage(bytes, page)[0], false]
}

/** An odd last byte and lone surrogates become U+FFFD. */
function decodeUtf16(bytes: Uint8Array): [string, boolean] {
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode((bytes[at]! << 8) | bytes[at + 1]!)
  const whole = text.replace(/\p{Cs}/gu, REPLACEMENT)
  return bytes.length % 2 === 0 ? [whole, whole === text] : [whole + REPLACEMENT, false]
}
