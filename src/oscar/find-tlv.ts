import { u16 } from '../bytes/read.ts'

/** Offset of the value of the first TLV with this tag in a run of TLVs; -1 when there is none, or not all of it. */
export function findTlv(bytes: Uint8Array, start: number, end: number, tag: number): number {
  for (let at = start; end - at >= 4; at += 4 + u16(bytes, at + 2)) {
    if (u16(bytes, at) === tag && at + 4 + u16(bytes, at + 2) <= end) return at + 4
  }
  return -1
}

/** Offset behind the TLVs of a block that begins with their number, as in the info of a user: behind as many of them as there are. */
export function countedTlvsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 2
  for (let left = u16(bytes, start); left > 0 && end - at >= 4; left--) at += 4 + u16(bytes, at + 2)
  return at
}

/** Value of a TLV of one or two bytes. */
export function tlvNumber(bytes: Uint8Array, start: number, end: number, tag: number): number | undefined {
  const value = findTlv(bytes, start, end, tag)
  const length = value < 0 ? 0 : u16(bytes, value - 2)
  return length === 1 ? bytes[value] : length === 2 ? u16(bytes, value) : undefined
}
