/**
 * Where the next header starts and what it is, written by a link layer and read by the packet decoder. One object is
 * used for every packet, so that a header costs no allocation.
 */
export class Layer {
  /** Offset of the next header. */
  at = 0
  /** What it is: an EtherType. */
  type = 0
}

export const ETHERTYPE = {
  ipv4: 0x0800,
  ipv6: 0x86dd,
  vlan: 0x8100,
  qinq: 0x88a8,
  qinqOld: 0x9100,
  pppoeSession: 0x8864,
  mpls: 0x8847,
  mplsMulticast: 0x8848,
} as const

/** PPP protocol numbers (RFC 1661) as EtherTypes; 0 for what carries no IP. */
export function pppType(protocol: number): number {
  if (protocol === 0x0021) return ETHERTYPE.ipv4
  return protocol === 0x0057 ? ETHERTYPE.ipv6 : 0
}

/** IP packets say their version in the first four bits; 0 for anything else. */
export function ipType(firstByte: number): number {
  if (firstByte >> 4 === 4) return ETHERTYPE.ipv4
  return firstByte >> 4 === 6 ? ETHERTYPE.ipv6 : 0
}
