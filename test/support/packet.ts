import { ipBytes, isIpv6, type Endpoint } from './address.ts'
import { concat, EMPTY, u16, u32, u8 } from './bytes.ts'

export const TCP_FLAGS = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10, urg: 0x20 } as const

/** RFC 1071. */
export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0
  bytes.forEach((byte, at) => (sum += at % 2 === 0 ? byte << 8 : byte))
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

/** `bytes` with the checksum of all of `covered` and `bytes` at `offset`. */
function checksummed(bytes: Uint8Array, offset: number, covered: Uint8Array = EMPTY): Uint8Array {
  const result = bytes.slice()
  result.set(u16(0), offset)
  result.set(u16(internetChecksum(concat(covered, result))), offset)
  return result
}

export interface TcpSegment {
  from: Endpoint
  to: Endpoint
  seq: number
  ack?: number
  /** Default is ACK. */
  flags?: number
  window?: number
  urgent?: number
  /** Whole options; padded to a multiple of four with zeros. */
  options?: Uint8Array
  payload?: Uint8Array
  /** Instead of the right one. */
  checksum?: number
}

/** A TCP segment without its IP header; the addresses are for the checksum. */
export function tcpSegment(segment: TcpSegment): Uint8Array {
  const { flags = TCP_FLAGS.ack, options = EMPTY } = segment
  const headerLength = 20 + Math.ceil(options.length / 4) * 4
  const bytes = concat(
    u16(segment.from.port, segment.to.port),
    u32(segment.seq >>> 0, (segment.ack ?? 0) >>> 0),
    u8((headerLength / 4) << 4, flags),
    u16(segment.window ?? 0xffff, segment.checksum ?? 0, segment.urgent ?? 0),
    options,
    new Uint8Array(headerLength - 20 - options.length),
    segment.payload ?? EMPTY,
  )
  if (segment.checksum !== undefined) return bytes
  return checksummed(bytes, 16, pseudoHeader(segment.from.ip, segment.to.ip, bytes.length))
}

function pseudoHeader(from: string, to: string, length: number): Uint8Array {
  return concat(ipBytes(from), ipBytes(to), isIpv6(from) ? u32(length, 6) : u16(6, length))
}

export interface IpPacket {
  from: string
  to: string
  payload: Uint8Array
  id?: number
  ttl?: number
  protocol?: number
}

/** An IPv4 or IPv6 packet, as the addresses are. */
export function ipPacket({ from, to, payload, id = 0, ttl = 64, protocol = 6 }: IpPacket): Uint8Array {
  if (isIpv6(from))
    return concat(u32(0x60000000), u16(payload.length), u8(protocol, ttl), ipBytes(from), ipBytes(to), payload)
  const dontFragment = 0x4000
  const header = concat(
    u16(0x4500, 20 + payload.length, id, dontFragment),
    u8(ttl, protocol),
    u16(0),
    ipBytes(from),
    ipBytes(to),
  )
  return concat(checksummed(header, 10), payload)
}

export function tcpPacket(segment: TcpSegment, ip: { id?: number; ttl?: number } = {}): Uint8Array {
  return ipPacket({ from: segment.from.ip, to: segment.to.ip, payload: tcpSegment(segment), ...ip })
}

/** Where the TCP header and the payload of a packet made here start, and where the packet ends. */
export function tcpLayout(packet: Uint8Array): { tcp: number; payload: number; end: number } {
  const tcp = packet[0]! >> 4 === 6 ? 40 : (packet[0]! & 15) * 4
  return { tcp, payload: tcp + (packet[tcp + 12]! >> 4) * 4, end: packet.length }
}

/** The TCP payload of a packet made here. */
export function tcpPayload(packet: Uint8Array): Uint8Array {
  return packet.subarray(tcpLayout(packet).payload)
}

/** A TCP packet with `payload` at `offset` of its old one, and other flags: lengths and checksums follow. */
export function withPayload(packet: Uint8Array, payload: Uint8Array, offset = 0, flags?: number): Uint8Array {
  const { tcp, payload: start } = tcpLayout(packet)
  const isV6 = packet[0]! >> 4 === 6
  const ip = packet.slice(0, tcp)
  const header = packet.slice(tcp, start)
  const view = new DataView(header.buffer)
  view.setUint32(4, (view.getUint32(4) + offset) >>> 0)
  if (flags !== undefined) header[13] = flags
  const length = header.length + payload.length
  ip.set(u16(isV6 ? length : tcp + length), isV6 ? 4 : 2)
  const addresses = isV6 ? ip.subarray(8, 40) : ip.subarray(12, 20)
  const pseudo = concat(addresses, isV6 ? u32(length, 6) : u16(6, length))
  return concat(isV6 ? ip : checksummed(ip, 10), checksummed(concat(header, payload), 16, pseudo))
}

/** The IPv4 fragments of a packet, each with at most `size` bytes of payload, a multiple of eight. */
export function ipv4Fragments(packet: Uint8Array, size: number): Uint8Array[] {
  const header = packet.slice(0, 20)
  const payload = packet.subarray(20)
  const fragments: Uint8Array[] = []
  for (let at = 0; at < payload.length; at += size) {
    const piece = payload.subarray(at, at + size)
    const more = at + size < payload.length ? 0x2000 : 0
    header.set(u16(20 + piece.length), 2)
    header.set(u16(more | (at / 8)), 6)
    fragments.push(concat(checksummed(header, 10), piece))
  }
  return fragments
}
