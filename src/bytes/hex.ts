const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex of `bytes[start, end)`, two digits a byte, no separator. */
export function hex(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = ''
  for (let at = start; at < end && at < bytes.length; at++) text += PAIRS[bytes[at]!]!
  return text
}

/** `value` in hex with `0x` and at least `width` digits: `hexNumber(0x202, 4)` is `0x0202`. */
export function hexNumber(value: number, width = 4): string {
  return `0x${value.toString(16).padStart(width, '0')}`
}
