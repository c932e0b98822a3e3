/** Whether the text of an instant message can be read, found by walking to it without decoding. */
import { u16 } from '../bytes/read.ts'
import { countedTlvsEnd } from './find-tlv.ts'

const TEXT_TLV = 0x0002
/** Fragments by id and version. */
const TEXT = 0x0101
const ENCRYPTION = 0x0d01
const UTF16 = 2
/** ASCII, UTF-16BE and ISO-8859-1. */
const CHARSETS = 1 | (1 << UTF16) | (1 << 3)

/**
 * Where the charset of a text stands that nobody can read, in the body `bytes[start, end)` of 0004/0006 (`toHost`) or
 * 0004/0007 on channel 1: a charset that is not defined, or UTF-16 with half a character. -1 when there is none.
 */
export function oddTextAt(bytes: Uint8Array, start: number, end: number, toHost: boolean): number {
  let at = start + 10
  if (at >= end) return -1
  at += 1 + bytes[at]!
  if (!toHost) {
    if (end - at < 4) return -1
    at = countedTlvsEnd(bytes, at + 2, end)
  }
  for (; end - at >= 4; at += 4 + u16(bytes, at + 2)) {
    if (u16(bytes, at) === TEXT_TLV) return oddFragment(bytes, at + 4, Math.min(end, at + 4 + u16(bytes, at + 2)))
  }
  return -1
}

function oddFragment(bytes: Uint8Array, start: number, end: number): number {
  let odd = -1
  for (let at = start; end - at >= 4; at += 4 + u16(bytes, at + 2)) {
    const kind = u16(bytes, at)
    // Behind an encryption code the text is an encrypted object.
    if (kind === ENCRYPTION) return -1
    const length = u16(bytes, at + 2)
    if (kind !== TEXT || length < 4 || at + 4 + length > end) continue
    const charset = u16(bytes, at + 4)
    const isKnown = charset < 32 && ((CHARSETS >> charset) & 1) === 1
    if (!isKnown || (charset === UTF16 && (length & 1) === 1)) odd = at + 4
  }
  return odd
}
