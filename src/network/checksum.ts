const TCP = 6
/** Of the sum in the TCP header. */
const SUM_AT = 16

/** Sum of the 16-bit words of `bytes[at, end)` and of `before`; the bits that are too many are not folded in yet. */
export function sumOf(bytes: Uint8Array, at: number, end: number, before = 0): number {
  let sum = before
  for (let k = at; k + 1 < end; k += 2) sum += (bytes[k]! << 8) | bytes[k + 1]!
  return ((end - at) & 1) === 1 ? sum + (bytes[end - 1]! << 8) : sum
}

/** Whether the checksum of an IPv4 header `bytes[at, end)` is wrong. A sum of zero was not computed. */
export function hasWrongHeaderSum(bytes: Uint8Array, at: number, end: number): boolean {
  return (bytes[at + 10] !== 0 || bytes[at + 11] !== 0) && !addsUp(sumOf(bytes, at, end))
}

/** Whether the checksum of a whole segment `bytes[at, end)` between addresses of this sum is wrong. A sum of zero was not computed. */
export function hasWrongSum(addresses: number, bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at + SUM_AT] === 0 && bytes[at + SUM_AT + 1] === 0) return false
  return !addsUp(sumOf(bytes, at, end, addresses + TCP + end - at))
}

/** The sum of an IPv4 address. */
export const wordSum = (address: number): number => (address >>> 16) + (address & 0xffff)

/** With its checksum among them, words add up to ones. */
function addsUp(sum: number): boolean {
  let folded = sum
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000)
  return folded === 0xffff
}
