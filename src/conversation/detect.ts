import { u16, u32 } from '../bytes/read.ts'
import { FLAP_MARKER, plausible } from '../oscar/flap.ts'
import { looksLikeArs } from '../peer/ars.ts'
import { looksLikeOdc } from '../peer/odc.ts'
import { looksLikeOft } from '../peer/oft-header.ts'

export type Protocol = 'flap' | 'oft2' | 'odc2' | 'ars' | 'icq-http' | 'tls' | 'toc' | 'p3' | 'other'

/** `more`: too few bytes to tell. `probe`: it may be FLAP whose first frame does not start here. */
export type Verdict = Protocol | 'more' | 'probe'

/** What a detector needs at most. */
export const HEAD_BYTES = 16

/** Versions of FLAP below this are taken for what their author meant. */
const VERSIONS = 0x100

const TOC = [0x46, 0x4c, 0x41, 0x50, 0x4f, 0x4e, 0x0d, 0x0a]

/**
 * Names the protocol of a stream by its first captured bytes, `bytes[start, end)`, whatever the port. `fromStart`: these are the first bytes
 * that were sent. A first segment may hold a single byte, so as long as they can still become something this waits.
 */
export function detect(bytes: Uint8Array, start: number, end: number, fromStart: boolean): Verdict {
  const length = end - start
  if (length <= 0) return 'more'
  const first = bytes[start]!
  if (first === FLAP_MARKER) {
    if (length < 10) return 'more'
    const version = u32(bytes, start + 6)
    const signon = bytes[start + 1] === 1 && u16(bytes, start + 4) >= 4
    // A sign-on of a version that nobody has is still one.
    if (signon && (version === 1 || (fromStart && version < VERSIONS))) return 'flap'
    // Without its start, or when it does not begin as it should, several frames in a row have to agree.
    return plausible(bytes, start, end) || !fromStart ? 'probe' : 'other'
  }
  if (first === 0x4f) {
    if (length < 8 && (looksLikeOft(bytes, start, end) || looksLikeOdc(bytes, start, end))) return 'more'
    if (looksLikeOft(bytes, start, end, fromStart)) return 'oft2'
    if (looksLikeOdc(bytes, start, end)) return 'odc2'
  }
  if (looksLikeArs(bytes, start, end)) {
    if (length < 6) return 'more'
    return 'ars'
  }
  // A TLS record: handshake at the start, any type in mid-stream.
  if ((fromStart ? first === 0x16 : first >= 0x14 && first <= 0x17) && (length < 2 || bytes[start + 1] === 3)) {
    if (length < 3) return 'more'
    if (bytes[start + 2]! <= 4) return 'tls'
  }
  if (first === TOC[0]) {
    let same = 1
    while (same < TOC.length && same < length && bytes[start + same] === TOC[same]) same++
    if (same === TOC.length) return 'toc'
    if (same === length) return 'more'
  }
  if (first === P3_MARKER && isP3(bytes, start, end)) return 'p3'
  return fromStart ? 'other' : 'probe'
}

const P3_MARKER = 0x5a

/** P3, the AOL client's: marker, u16 CRC, u16 length, two numbers, u8 kind (0x20 to 0x26, bit 7 for the direction). */
function isP3(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 8) return false
  const kind = bytes[start + 7]! & 0x7f
  const last = start + 5 + u16(bytes, start + 3)
  return kind >= 0x20 && kind <= 0x26 && (last >= end || bytes[last] === 0x0d)
}
