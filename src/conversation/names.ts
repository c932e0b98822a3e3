import { decodeText } from '../bytes/printable.ts'
import { u16 } from '../bytes/read.ts'
import { LIMITS } from '../limits.ts'
import { findTlv } from '../oscar/find-tlv.ts'
import { Identity } from './clues.ts'
import { Recent } from './recent.ts'
import type { Track } from './track.ts'

const NAME = 0x0001
const COOKIE = 0x0006
const CLIENT_IDENTITY = 0x0003

/** What a sign-on cookie is to the capture: nobody was seen to hand it out, somebody was, or it was used before. */
export type CookieOrigin = 'unknown' | 'handed-out' | 'used'

interface HandedOut {
  /** Whose it is, as far as it was known. */
  readonly screenName: string | undefined
  readonly identity: Identity | undefined
  used: boolean
}

/**
 * Whose connection is it? Outgoing messages do not hold the sender's name, so it is learned from the login (0017/0006,
 * 0002), from the cookie that a login or a server hands out and the next connection signs on with, and from the own info
 * of the server (0001/000f).
 */
export class Names {
  /** By the hash of the cookie, which has 256 bytes: as text it would cost more than the rest of a login. */
  private readonly byCookie = new Recent<number, HandedOut>(LIMITS.tombstones.value)
  /** Addresses of clients that were handed a cookie. */
  private readonly receivers = new Recent<number, true>(LIMITS.tombstones.value)

  /** User info of the connection's own user, `bytes[start, end)`. */
  ownInfo(track: Track, bytes: Uint8Array, start: number, end: number): void {
    const length = bytes[start] ?? 0
    if (length === 0 || start + 1 + length > end) return
    track.screenName = decodeText(bytes.subarray(start + 1, start + 1 + length), 'local').text
  }

  /** TLVs of a login, or of the answer to one. */
  login(track: Track, bytes: Uint8Array, start: number, end: number): void {
    const name = findTlv(bytes, start, end, NAME)
    if (name >= 0) track.screenName = decodeText(bytes.subarray(name, name + u16(bytes, name - 2)), 'local').text
  }

  /** TLVs of a client that may say what program it is. */
  identify(track: Track, bytes: Uint8Array, start: number, end: number): void {
    if (findTlv(bytes, start, end, CLIENT_IDENTITY) >= 0) track.identity = new Identity(bytes.slice(start, end))
  }

  /** A server's TLVs that may hold a cookie for the next connection. */
  handOut(track: Track, bytes: Uint8Array, start: number, end: number): void {
    const cookie = findTlv(bytes, start, end, COOKIE)
    if (cookie < 0) return
    const { screenName, identity, flow, client } = track
    this.byCookie.set(hash(bytes, cookie, u16(bytes, cookie - 2)), { screenName, identity, used: false })
    this.receivers.set(flow.address(client), true)
  }

  /** A client signs on with the cookie at `cookie`. */
  signOn(track: Track, bytes: Uint8Array, cookie: number): CookieOrigin {
    const known = this.byCookie.get(hash(bytes, cookie, u16(bytes, cookie - 2)))
    if (known === undefined) return 'unknown'
    track.screenName ??= known.screenName
    track.identity ??= known.identity
    const origin = known.used ? 'used' : 'handed-out'
    known.used = true
    return origin
  }

  /** Somebody at the address of this connection's client was handed a cookie. */
  hasServed(track: Track): boolean {
    return this.receivers.get(track.flow.address(track.client)) !== undefined
  }
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
