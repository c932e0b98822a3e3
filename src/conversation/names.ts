import { decodeText } from '../bytes/printable.ts'
import { u16 } from '../bytes/read.ts'
import { LIMITS } from '../limits.ts'
import { Recent } from './recent.ts'
import type { Track } from './track.ts'

const BUCP = 0x0017
/** Subgroups that begin with the client's TLVs; the answer to a challenge request does not. */
const LOGIN_REQUEST = 0x0002
const LOGIN_REPLY = 0x0003
const CHALLENGE_REQUEST = 0x0006

/**
 * Whose connection is it? Outgoing messages do not hold the sender's name, so it is learned from the login (0017/0006,
 * 0002), from the cookie that the login hands out and the next connection signs on with, and from the own info of the
 * server (0001/000f).
 */
export class Names {
  /** By the hash of the cookie, which has 256 bytes: as text it would cost more than the rest of a login. */
  private readonly byCookie = new Recent<number, string>(LIMITS.tombstones.value)

  /** A SNAC that may tell; `bytes[start, end)` is its body. */
  snac(track: Track, foodgroup: number, subgroup: number, bytes: Uint8Array, start: number, end: number): void {
    if (foodgroup === 0x0001 && subgroup === 0x000f) track.screenName = string08(bytes, start, end) ?? track.screenName
    else if (foodgroup === BUCP) this.login(track, subgroup, bytes, start, end)
  }

  /** The sign-on frame of a client; `bytes[start, end)` are its TLVs. */
  signon(track: Track, bytes: Uint8Array, start: number, end: number): void {
    const cookie = tlv(bytes, start, end, 0x0006)
    if (cookie < 0) return
    const key = hash(bytes, cookie, u16(bytes, cookie - 2))
    track.screenName ??= this.byCookie.get(key)
    this.byCookie.delete(key)
  }

  private login(track: Track, subgroup: number, bytes: Uint8Array, start: number, end: number): void {
    if (subgroup !== LOGIN_REQUEST && subgroup !== LOGIN_REPLY && subgroup !== CHALLENGE_REQUEST) return
    const name = tlv(bytes, start, end, 0x0001)
    if (name >= 0) track.screenName = decodeText(bytes.subarray(name, name + u16(bytes, name - 2))).text
    const cookie = subgroup === LOGIN_REPLY ? tlv(bytes, start, end, 0x0006) : -1
    if (cookie < 0 || track.screenName === undefined) return
    this.byCookie.set(hash(bytes, cookie, u16(bytes, cookie - 2)), track.screenName)
  }
}

function string08(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = bytes[start] ?? 0
  if (length === 0 || start + 1 + length > end) return undefined
  return decodeText(bytes.subarray(start + 1, start + 1 + length)).text
}

/** Offset of the value of the first TLV with this tag in a run of TLVs; -1 when there is none. */
function tlv(bytes: Uint8Array, start: number, end: number, tag: number): number {
  for (let at = start; end - at >= 4; at += 4 + u16(bytes, at + 2)) {
    const stop = at + 4 + u16(bytes, at + 2)
    if (u16(bytes, at) === tag && stop <= end) return at + 4
  }
  return -1
}

/** 53 bits of `length` bytes at `at`. */
function hash(bytes: Uint8Array, at: number, length: number): number {
  let low = length
  let high = 0x9e3779b9
  for (let k = at; k < at + length; k++) {
    low = Math.imul(low ^ bytes[k]!, 0x01000193)
    high = Math.imul(high + bytes[k]!, 0x85ebca6b) ^ (high >>> 15)
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}
