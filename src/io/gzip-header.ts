import { u16le } from '../bytes/read.ts'

/** Flags of a gzip member's header (RFC 1952): which optional fields follow its ten fixed bytes. */
const HEADER_CRC = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16
const RESERVED = 0xe0
const FIXED = 10
const DEFLATE = 8

/** Whether these bytes begin with the magic of gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** Length of the gzip header at the start of `bytes`; `more` when it is not there completely, `invalid` when it is none. */
export function gzipHeaderLength(bytes: Uint8Array): number | 'more' | 'invalid' {
  const magic = [0x1f, 0x8b, DEFLATE]
  for (let at = 0; at < magic.length && at < bytes.length; at++) if (bytes[at] !== magic[at]) return 'invalid'
  if (bytes.length < FIXED) return 'more'
  const flags = bytes[3]!
  if ((flags & RESERVED) !== 0) return 'invalid'
  let length = FIXED
  if ((flags & EXTRA) !== 0) length += 2 + (bytes.length < length + 2 ? 0 : u16le(bytes, length))
  for (const field of [NAME, COMMENT]) {
    if ((flags & field) === 0) continue
    const zero = bytes.indexOf(0, length)
    if (zero < 0) return 'more'
    length = zero + 1
  }
  if ((flags & HEADER_CRC) !== 0) length += 2
  return length <= bytes.length ? length : 'more'
}
