import { concat, u16, u32, u32le, u8, zeros } from './bytes.ts'

export interface LinkType {
  /** LINKTYPE_ number of the capture file. */
  number: number
  /** A whole frame around an IP packet. */
  frame(packet: Uint8Array, bigEndian: boolean): Uint8Array
}

const isV6 = (packet: Uint8Array) => packet[0]! >> 4 === 6
const etherType = (packet: Uint8Array) => u16(isV6(packet) ? 0x86dd : 0x0800)
const pppProtocol = (packet: Uint8Array) => u16(isV6(packet) ? 0x0057 : 0x0021)

/** A locally administered address made of the last four bytes of the IP address. */
const station = (packet: Uint8Array, side: 'source' | 'destination') => {
  const end = (isV6(packet) ? 24 : 16) + (side === 'source' ? 0 : isV6(packet) ? 16 : 4)
  return concat('0200', packet.subarray(end - 4, end))
}
const stations = (packet: Uint8Array) => concat(station(packet, 'destination'), station(packet, 'source'))

const ethernet = (packet: Uint8Array) => concat(stations(packet), etherType(packet), packet)

export const LINKS = {
  ethernet: { number: 1, frame: ethernet },
  /** Short frames are filled up to 60 bytes, as they arrive from a cable. */
  'ethernet-padded': {
    number: 1,
    frame: (packet) => concat(ethernet(packet), zeros(Math.max(0, 46 - packet.length))),
  },
  /** IEEE 802.3 with LLC and SNAP. */
  snap: {
    number: 1,
    frame: (packet) => concat(stations(packet), u16(packet.length + 8), 'aaaa03 000000', etherType(packet), packet),
  },
  vlan: { number: 1, frame: (packet) => concat(stations(packet), '8100 002a', etherType(packet), packet) },
  qinq: { number: 1, frame: (packet) => concat(stations(packet), '88a8 0007 8100 002a', etherType(packet), packet) },
  pppoe: {
    number: 1,
    frame: (packet) => concat(stations(packet), '8864 1100 0001', u16(packet.length + 2), pppProtocol(packet), packet),
  },
  mpls: { number: 1, frame: (packet) => concat(stations(packet), '8847 00064140', packet) },
  ppp: { number: 9, frame: (packet) => concat('ff03', pppProtocol(packet), packet) },
  raw: { number: 101, frame: (packet) => packet },
  /** Family in the byte order of the machine that captured. */
  null: {
    number: 0,
    frame: (packet, bigEndian) => {
      const family = isV6(packet) ? 30 : 2
      return concat(bigEndian ? u32(family) : u32le(family), packet)
    },
  },
  loop: { number: 108, frame: (packet) => concat(u32(isV6(packet) ? 24 : 2), packet) },
  sll: {
    number: 113,
    frame: (packet) => concat('0000 0001 0006', station(packet, 'source'), '0000', etherType(packet), packet),
  },
  sll2: {
    number: 276,
    frame: (packet) =>
      concat(etherType(packet), '0000 00000002 0001', u8(0, 6), station(packet, 'source'), '0000', packet),
  },
} as const satisfies Record<string, LinkType>

export type LinkName = keyof typeof LINKS

/** `packet` in a frame of `link`. */
export function linkFrame(link: LinkName, packet: Uint8Array, bigEndian = false): Uint8Array {
  const type: LinkType = LINKS[link]
  return type.frame(packet, bigEndian)
}
