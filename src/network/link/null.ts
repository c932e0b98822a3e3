import { u32, u32le } from '../../bytes/read.ts'
import { ETHERTYPE, type Layer } from '../layer.ts'

/** Address families that mean IPv6 on the BSDs, macOS and Linux. */
const IPV6_FAMILIES = new Set([10, 23, 24, 28, 30])

/** BSD loopback (NULL, LOOP): a 4-byte address family in the byte order of the machine that captured, or big-endian for LOOP. */
export function loopback(bytes: Uint8Array, start: number, end: number, next: Layer): boolean {
  if (end - start < 4) return false
  const family = Math.min(u32(bytes, start), u32le(bytes, start))
  next.at = start + 4
  next.type = family === 2 ? ETHERTYPE.ipv4 : IPV6_FAMILIES.has(family) ? ETHERTYPE.ipv6 : 0
  return next.type !== 0
}
