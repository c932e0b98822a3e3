/** Sum of the 16-bit big-endian words of `bytes[start, end)` in end-around-carry arithmetic (RFC 1071), 0 to 0xffff. */
export function sum16(bytes: Uint8Array, start: number, end: number, before = 0): number {
  let sum = before
  let at = start
  while (at < end) {
    // Folded often enough for small integers.
    const stop = Math.min(end, at + 8_192)
    const last = stop - 1
    for (; at < last; at += 2) sum += (bytes[at]! << 8) | bytes[at + 1]!
    if (at < stop) sum += bytes[at++]! << 8
    sum = fold(sum)
  }
  return sum
}

export function fold(sum: number): number {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16)
  return folded
}
