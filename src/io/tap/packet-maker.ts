/**
 * Packets of a TCP connection that nobody captured: Ethernet, IPv4 or IPv6, TCP, with right lengths, sums and sequence
 * numbers, so that every tool reads them like a capture.
 */
export const TCP = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const

/** One end: bytes of its address (4 or 16) and its port. Both ends of a connection have addresses of one kind. */
export interface TapEnd {
  readonly address: Uint8Array
  readonly port: number
}

export interface TapSegment {
  readonly from: TapEnd
  readonly to: TapEnd
  readonly sequence: number
  readonly acknowledgment: number
  readonly flags: number
  readonly payload: Uint8Array
}

const ETHERNET = 14
const IPV4 = 20
const IPV6 = 40
const HEADER = 20
const WINDOW = 0xffff
const HOPS = 64
const PROTOCOL = 6

/** An Ethernet frame. The hardware addresses are locally administered ones made of the end's address. */
export function tcpFrame(segment: TapSegment): Uint8Array {
  const { from, to, payload } = segment
  const isV6 = from.address.length === 16
  const ip = isV6 ? IPV6 : IPV4
  const frame = new Uint8Array(ETHERNET + ip + HEADER + payload.length)
  const view = new DataView(frame.buffer)
  frame.set(hardwareAddress(to), 0)
  frame.set(hardwareAddress(from), 6)
  view.setUint16(12, isV6 ? 0x86dd : 0x0800)
  if (isV6) writeIpv6(view, frame, from, to, HEADER + payload.length)
  else writeIpv4(view, frame, from, to, HEADER + payload.length)
  writeTcp(view, frame, ETHERNET + ip, segment)
  return frame
}

function writeIpv4(view: DataView, frame: Uint8Array, from: TapEnd, to: TapEnd, length: number): void {
  const dontFragment = 0x4000
  view.setUint16(ETHERNET, 0x4500)
  view.setUint16(ETHERNET + 2, IPV4 + length)
  view.setUint16(ETHERNET + 6, dontFragment)
  view.setUint16(ETHERNET + 8, (HOPS << 8) | PROTOCOL)
  frame.set(from.address, ETHERNET + 12)
  frame.set(to.address, ETHERNET + 16)
  view.setUint16(ETHERNET + 10, fold(~wordSum(view, ETHERNET, ETHERNET + IPV4)))
}

function writeIpv6(view: DataView, frame: Uint8Array, from: TapEnd, to: TapEnd, length: number): void {
  view.setUint32(ETHERNET, 0x60000000)
  view.setUint16(ETHERNET + 4, length)
  view.setUint16(ETHERNET + 6, (PROTOCOL << 8) | HOPS)
  frame.set(from.address, ETHERNET + 8)
  frame.set(to.address, ETHERNET + 24)
}

/** The checksum also covers both addresses, which lie right before the TCP header, its length and the protocol. */
function writeTcp(view: DataView, frame: Uint8Array, at: number, segment: TapSegment): void {
  const { from, to, sequence, acknowledgment, flags, payload } = segment
  view.setUint16(at, from.port)
  view.setUint16(at + 2, to.port)
  view.setUint32(at + 4, sequence >>> 0)
  view.setUint32(at + 8, acknowledgment >>> 0)
  view.setUint16(at + 12, ((HEADER / 4) << 12) | flags)
  view.setUint16(at + 14, WINDOW)
  frame.set(payload, at + HEADER)
  const covered = wordSum(view, at - 2 * from.address.length, frame.length) + PROTOCOL + HEADER + payload.length
  view.setUint16(at + 16, fold(~foldUp(covered)))
}

/** Sum of 16-bit words, folded to 16 bits (RFC 1071); an odd last byte is the high one of its word. */
function wordSum(view: DataView, start: number, end: number): number {
  let sum = 0
  let at = start
  for (; at + 1 < end; at += 2) sum += view.getUint16(at)
  if (at < end) sum += view.getUint8(at) << 8
  return foldUp(sum)
}

function foldUp(sum: number): number {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000)
  return folded
}

function fold(value: number): number {
  return value & 0xffff
}

function hardwareAddress({ address }: TapEnd): Uint8Array {
  return Uint8Array.of(0x02, 0, ...address.subarray(-4))
}
