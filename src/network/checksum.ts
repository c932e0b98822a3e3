import type { Flow } from './flow.ts'

const TCP = 6
/** Of the sum in the header. */
const SUM_AT = 16

/**
 * Whether the checksum of a whole segment `bytes[at, end)` is wrong. Only IPv4: of IPv6 the flow has no more than numbers of
 * its addresses. A sum of zero was not computed.
 */
export function hasWrongSum(flow: Flow, bytes: Uint8Array, at: number, end: number): boolean {
  if (flow.ipv6 || (bytes[at + SUM_AT] === 0 && bytes[at + SUM_AT + 1] === 0)) return false
  const [one, other] = [flow.address(0), flow.address(1)]
  let sum = (one >>> 16) + (one & 0xffff) + (other >>> 16) + (other & 0xffff) + TCP + end - at
  for (let k = at; k + 1 < end; k += 2) sum += (bytes[k]! << 8) | bytes[k + 1]!
  if (((end - at) & 1) === 1) sum += bytes[end - 1]! << 8
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum !== 0xffff
}
