import { decodeText, type Printable } from './printable.ts'

const ENTRIES = 1024
/** Room of an entry: a byte for the length of the name, then its bytes. AIM's names had 16, e-mail addresses have more. */
const ROOM = 48

/**
 * Text of names that come again with every message: decoded once, and again when another one has taken its place. It knows
 * them by their bytes, so what it gives is always what decoding would.
 */
export class NameCache {
  private readonly keys = new Uint8Array(ENTRIES * ROOM)
  private readonly texts: (Printable | undefined)[] = new Array<Printable | undefined>(ENTRIES).fill(undefined)

  /** `bytes[start, end)` as text. */
  text(bytes: Uint8Array, start: number, end: number): Printable {
    const length = end - start
    if (length >= ROOM) return decodeText(bytes.subarray(start, end), 'local').text
    let hash = length
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
    const entry = (hash ^ (hash >>> 15)) & (ENTRIES - 1)
    const key = entry * ROOM
    const known = this.texts[entry]
    if (known !== undefined && this.holds(key, bytes, start, length)) return known
    const { text } = decodeText(bytes.subarray(start, end), 'local')
    this.texts[entry] = text
    this.keys[key] = length
    for (let k = 0; k < length; k++) this.keys[key + 1 + k] = bytes[start + k]!
    return text
  }

  private holds(key: number, bytes: Uint8Array, start: number, length: number): boolean {
    const { keys } = this
    if (keys[key] !== length) return false
    for (let k = 0; k < length; k++) if (keys[key + 1 + k] !== bytes[start + k]) return false
    return true
  }
}
