/** Bytes as an array, or as text of hex digits with any white space between them. */
export type Bytes = Uint8Array | string

/** Bytes of hex text; white space is ignored. Throws when the rest is not pairs of hex digits. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '')
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error(`not hex: ${text}`)
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => parseInt(digits.slice(2 * at, 2 * at + 2), 16))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function bytesOf(bytes: Bytes): Uint8Array {
  return typeof bytes === 'string' ? hex(bytes) : bytes
}

export function concat(...parts: readonly Bytes[]): Uint8Array {
  const arrays = parts.map(bytesOf)
  const all = new Uint8Array(arrays.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of arrays) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Each value in `width` bytes, most significant first; what does not fit is cut off. */
function integers(width: number, values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(width * values.length)
  values.forEach((value, index) => {
    let rest = value
    for (let at = width - 1; at >= 0; at--) {
      bytes[width * index + at] = rest
      rest = Math.floor(rest / 256)
    }
  })
  return bytes
}

export const u8 = (...values: readonly number[]) => integers(1, values)
export const u16 = (...values: readonly number[]) => integers(2, values)
export const u32 = (...values: readonly number[]) => integers(4, values)
/** Exact up to 2^53. */
export const u64 = (value: number) => integers(8, [value])
export const u16le = (value: number) => u16(value).reverse()
export const u32le = (value: number) => u32(value).reverse()

export const EMPTY = new Uint8Array(0)
export const zeros = (length: number) => new Uint8Array(length)
/** `length` times `byte`. */
export const filled = (length: number, byte: number) => new Uint8Array(length).fill(byte)

/** One byte a character, so ISO-8859-1 as well. Throws on a character that has none. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0)
    if (code > 255 || character.length > 1) throw new Error(`${JSON.stringify(character)} is not one byte`)
    return code
  })
}

export const utf8 = (text: string) => new TextEncoder().encode(text)

export function utf16be(text: string): Uint8Array {
  return concat(...Array.from({ length: text.length }, (_, at) => u16(text.charCodeAt(at))))
}

/** `bytes` and zeros up to `length`; longer ones stay as they are. */
export function padded(bytes: Uint8Array, length: number): Uint8Array {
  return concat(bytes, zeros(Math.max(0, length - bytes.length)))
}

/** OSCAR's string08: a length byte and the text in UTF-8. */
export function string08(text: string | Uint8Array): Uint8Array {
  const value = typeof text === 'string' ? utf8(text) : text
  return concat(u8(value.length), value)
}

/** OSCAR's string16: a 2-byte length and the text in UTF-8. */
export function string16(text: string): Uint8Array {
  return concat(u16(utf8(text).length), utf8(text))
}
