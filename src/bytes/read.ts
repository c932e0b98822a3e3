/**
 * Integers at an offset of a byte array, for the hot path, where the caller has compared the header's length with what
 * is left once. Past the end of the array a byte reads as 0: nothing here throws, whatever the offset.
 * Everything above the frame reads through `Cursor` instead.
 */

/** Big-endian 16-bit unsigned integer at `at`. */
export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 8) | bytes[at + 1]!) & 0xffff
}

/** Big-endian 32-bit unsigned integer at `at`. */
export function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

/** Big-endian 32-bit integer at `at`, signed: TCP sequence numbers, addresses and ports as table keys stay small integers. */
export function i32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
}

/** Little-endian 16-bit unsigned integer at `at`. */
export function u16le(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8)) & 0xffff
}

/** Little-endian 32-bit unsigned integer at `at`. */
export function u32le(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
