import { u16, u32 } from '../bytes/read.ts'
import { FLAP_MARKER, plausible } from '../oscar/flap.ts'
import { looksLikeArs } from '../peer/ars.ts'
import { looksLikeOdc } from '../peer/odc.ts'
import { looksLikeOft } from '../peer/oft-header.ts'

export type Protocol = 'flap' | 'oft2' | 'odc2' | 'ars' | 'tls' | 'toc' | 'other'

/** `more`: too few bytes to tell. `probe`: it may be FLAP whose first frame does not start here. */
export type Verdict = Protocol | 'more' | 'probe'

/** What a detector needs at most. */
export const HEAD_BYTES = 16

const TOC = [0x46, 0x4c, 0x41, 0x50, 0x4f, 0x4e, 0x0d, 0x0a]

/**
 * Names the protocol of a stream by its first captured bytes, whatever the port. `fromStart`: these are the first bytes
 * that were sent. A first segment may hold a single byte, so as long as they can still become something this waits.
 */
export function detect(bytes: Uint8Array, length: number, fromStart: boolean): Verdict {
  if (length === 0) return 'more'
  const first = bytes[0]!
  if (first === FLAP_MARKER) {
    if (length < 10) return 'more'
    const signon = bytes[1] === 1 && u32(bytes, 6) === 1 && u16(bytes, 4) >= 4
    if (signon) return 'flap'
    // Without its start, or when it does not begin as it should, several frames in a row have to agree.
    return plausible(bytes, 0, length) || !fromStart ? 'probe' : 'other'
  }
  if (first === 0x4f) {
    if (length < 8 && (looksLikeOft(bytes, 0, length) || looksLikeOdc(bytes, 0, length))) return 'more'
    if (looksLikeOft(bytes, 0, length)) return 'oft2'
    if (looksLikeOdc(bytes, 0, length)) return 'odc2'
  }
  if (looksLikeArs(bytes, 0, length)) {
    if (length < 6) return 'more'
    return 'ars'
  }
  // A TLS record: handshake at the start, any type in mid-stream.
  if ((fromStart ? first === 0x16 : first >= 0x14 && first <= 0x17) && (length < 2 || bytes[1] === 3)) {
    if (length < 3) return 'more'
    if (bytes[2]! <= 4) return 'tls'
  }
  if (first === TOC[0]) {
    let same = 1
    while (same < TOC.length && same < length && bytes[same] === TOC[same]) same++
    if (same === TOC.length) return 'toc'
    if (same === length) return 'more'
  }
  return fromStart ? 'other' : 'probe'
}
