import { i32 } from './read.ts'

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex of `bytes[start, end)`, two digits a byte, no separator. */
export function hex(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = ''
  for (let at = start; at < end && at < bytes.length; at++) text += PAIRS[bytes[at]!]!
  return text
}

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** The last cookies and their text: each stands at least twice in a message, and in four or more of them. */
const COOKIES = 256
const cookieWords = new Int32Array(COOKIES * 2)
const cookieTexts = new Array<string>(COOKIES).fill('0'.repeat(16))

/** Hex of the 8 bytes at `at`: a cookie. */
export function hex8(bytes: Uint8Array, at: number): string {
  const [high, low] = [i32(bytes, at), i32(bytes, at + 4)]
  const mixed = Math.imul(high, 0x85ebca6b) ^ Math.imul(low, 0xc2b2ae35)
  const entry = (mixed ^ (mixed >>> 15)) & (COOKIES - 1)
  if (cookieWords[entry * 2] !== high || cookieWords[entry * 2 + 1] !== low) {
    cookieWords[entry * 2] = high
    cookieWords[entry * 2 + 1] = low
    cookieTexts[entry] = digitsOf(bytes, at)
  }
  return cookieTexts[entry]!
}

function digitsOf(bytes: Uint8Array, at: number): string {
  const [a, b, c, d] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!]
  const [e, f, g, h] = [bytes[at + 4]!, bytes[at + 5]!, bytes[at + 6]!, bytes[at + 7]!]
  // prettier-ignore
  return String.fromCharCode(
    DIGITS[a >> 4]!, DIGITS[a & 15]!, DIGITS[b >> 4]!, DIGITS[b & 15]!, DIGITS[c >> 4]!, DIGITS[c & 15]!, DIGITS[d >> 4]!, DIGITS[d & 15]!,
    DIGITS[e >> 4]!, DIGITS[e & 15]!, DIGITS[f >> 4]!, DIGITS[f & 15]!, DIGITS[g >> 4]!, DIGITS[g & 15]!, DIGITS[h >> 4]!, DIGITS[h & 15]!,
  )
}

/** `value` in hex with `0x` and at least `width` digits: `hexNumber(0x202, 4)` is `0x0202`. */
export function hexNumber(value: number, width = 4): string {
  return `0x${value.toString(16).padStart(width, '0')}`
}
