import { decodeText } from '../bytes/printable.ts'
import { u16 } from '../bytes/read.ts'
import { LIMITS } from '../limits.ts'
import { Recent } from './recent.ts'
import type { Track } from './track.ts'

/** Bytes as a map key, one character each: as hex, a cookie of 256 bytes costs a chain of as many strings. */
const CHARACTERS = new TextDecoder('latin1')

/**
 * Whose connection is it? Outgoing messages do not hold the sender's name, so it is learned from the login (0017/0006,
 * 0002), from the cookie that the login hands out and the next connection signs on with, and from the own info of the
 * server (0001/000f).
 */
export class Names {
  private readonly byCookie = new Recent<string>(LIMITS.tombstones.value)

  /** A SNAC that may tell; `bytes[start, end)` is its body. */
  snac(track: Track, foodgroup: number, subgroup: number, bytes: Uint8Array, start: number, end: number): void {
    if (foodgroup === 0x0001 && subgroup === 0x000f) track.screenName = string08(bytes, start, end) ?? track.screenName
    else if (foodgroup === 0x0017) this.login(track, subgroup, bytes, start, end)
  }

  /** The sign-on frame of a client; `bytes[start, end)` are its TLVs. */
  signon(track: Track, bytes: Uint8Array, start: number, end: number): void {
    const cookie = tlv(bytes, start, end, 0x0006)
    if (cookie === undefined) return
    const key = CHARACTERS.decode(cookie)
    track.screenName ??= this.byCookie.get(key)
    this.byCookie.delete(key)
  }

  private login(track: Track, subgroup: number, bytes: Uint8Array, start: number, end: number): void {
    const name = tlv(bytes, start, end, 0x0001)
    if (name !== undefined) track.screenName = decodeText(name, 'utf-8').text
    const cookie = subgroup === 0x0003 ? tlv(bytes, start, end, 0x0006) : undefined
    if (cookie === undefined || track.screenName === undefined) return
    this.byCookie.set(CHARACTERS.decode(cookie), track.screenName)
  }
}

function string08(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = bytes[start] ?? 0
  if (length === 0 || start + 1 + length > end) return undefined
  return decodeText(bytes.subarray(start + 1, start + 1 + length), 'utf-8').text
}

/** Value of the first TLV with this tag in a run of TLVs. */
function tlv(bytes: Uint8Array, start: number, end: number, tag: number): Uint8Array | undefined {
  for (let at = start; end - at >= 4; at += 4 + u16(bytes, at + 2)) {
    const stop = at + 4 + u16(bytes, at + 2)
    if (u16(bytes, at) === tag && stop <= end) return bytes.subarray(at + 4, stop)
  }
  return undefined
}
