import { ipv4Text } from '../bytes/ipv4.ts'
import { i32, u16, u32 } from '../bytes/read.ts'
import type { Clock } from '../clock.ts'
import { LIMITS } from '../limits.ts'
import { endpointText, ipv6Text } from './address.ts'
import { hasWrongHeaderSum, hasWrongSum, wordSum } from './checksum.ts'
import type { Flow, Side } from './flow.ts'
import { Fragments } from './fragments.ts'
import { InnerFlows } from './inner-flows.ts'
import { Ipv6Addresses } from './ipv6-addresses.ts'
import { ETHERTYPE, ipType, Layer, pppType } from './layer.ts'
import { LINK_LAYERS, type LinkLayer } from './link/index.ts'
import { ETHERNET, FRAGMENT_BITS, PLAIN_IPV4, TCP } from './plain-ipv4.ts'
import type { StreamConsumer, Window } from './stream-consumer.ts'
import { Tcp } from './tcp.ts'

/** A captured packet, as a capture reader shows it: `bytes[start, stop)` of `originalLength` bytes on the wire. */
export interface Packet extends Window {
  readonly start: number
  readonly stop: number
  readonly originalLength: number
  readonly linkType: number
}

const UDP = 17
/** Port of the ICQ servers of versions 1 to 5, which spoke UDP. */
const OLD_ICQ = 4000
const IPV4_IN_IP = 4
const IPV6_IN_IP = 41
const GRE = 47
const FRAGMENT = 44
const AUTHENTICATION = 51
/** Hop-by-hop, routing, destination options, mobility: a length byte in units of 8 after the first 8. */
const EXTENSIONS = new Set([0, 43, 60, 135])

/**
 * From a packet to its TCP segment: link layer, VLAN, PPPoE, MPLS, IPv4 and IPv6, tunnels and fragments. Works in place
 * and allocates nothing for a packet that is whole; what it cannot use is counted by reason.
 */
export class Network {
  readonly tcp: Tcp
  readonly inner: InnerFlows
  /** Packets that carried no TCP, by reason; `deep`, `extensions`: more headers in front of it than are followed. */
  readonly skipped = { link: 0, other: 0, malformed: 0, deep: 0, extensions: 0, addresses: 0, oldIcq: 0, sums: 0 }
  readonly unknownLinkTypes = new Map<number, number>()
  private readonly clock: Clock
  private readonly addresses = new Ipv6Addresses()
  readonly fragments = new Fragments()
  private readonly next = new Layer()
  private link: LinkLayer | undefined
  private linkType = -1
  /** Whether the short way is open to packets of this link type. */
  private isPlain = false
  /** Packets whose checksums are wrong are left out. */
  readonly strict: boolean
  private layers = 0

  constructor(clock: Clock, consumer: StreamConsumer, strict = false) {
    this.clock = clock
    this.strict = strict
    this.tcp = new Tcp(clock, consumer, (flow) => this.addressSum(flow.ipv6, flow.address(0), flow.address(1)))
    this.inner = new InnerFlows(this.tcp)
  }

  packet(packet: Packet): void {
    if (packet.linkType !== this.linkType) {
      this.linkType = packet.linkType
      this.link = LINK_LAYERS.get(packet.linkType)
      this.isPlain = packet.linkType === ETHERNET && !this.strict
    }
    if (this.link === undefined) {
      this.unknownLinkTypes.set(this.linkType, (this.unknownLinkTypes.get(this.linkType) ?? 0) + 1)
      return
    }
    const { bytes, view, start, stop } = packet
    const wireEnd = start + Math.max(packet.originalLength, stop - start)
    // Nearly all packets: Ethernet, IPv4 without options, not a fragment, TCP. The same as below, without the calls.
    if (
      this.isPlain &&
      stop - start >= 54 &&
      view.getInt32(start + 12) >>> 8 === PLAIN_IPV4 &&
      (view.getUint16(start + 20) & FRAGMENT_BITS) === 0 &&
      bytes[start + 23] === TCP
    ) {
      const total = view.getUint16(start + 16)
      const end = total === 0 ? wireEnd : Math.min(start + 14 + total, wireEnd)
      const source = view.getInt32(start + 26)
      const target = view.getInt32(start + 30)
      this.tcp.segment(bytes, view, start + 34, end < stop ? end : stop, end, false, source, target, packet)
      return
    }
    if (!this.link(bytes, start, stop, this.next)) {
      this.skipped.link++
      return
    }
    this.layers = 0
    this.network(bytes, stop, wireEnd, packet)
  }

  /** No more packets. */
  end(): void {
    this.tcp.end()
  }

  /** Address and port of one end of a flow, as text. */
  endpoint(flow: Flow, side: Side): string {
    return endpointText(this.address(flow, side), flow.port(side))
  }

  address(flow: Flow, side: Side): string {
    const word = flow.address(side)
    return flow.ipv6 ? ipv6Text(this.addresses.bytes(word)) : ipv4Text(word)
  }

  private addressSum(ipv6: boolean, one: number, other: number): number {
    return ipv6 ? this.addresses.sum(one) + this.addresses.sum(other) : wordSum(one) + wordSum(other)
  }

  /** Walks the headers from `this.next` on. `wireEnd` is where the packet ended on the wire. */
  private network(bytes: Uint8Array, end: number, wireEnd: number, window: Window | undefined): void {
    const next = this.next
    while (this.layers++ < LIMITS.layers.value) {
      const at = next.at
      switch (next.type) {
        case ETHERTYPE.ipv4:
          this.ipv4(bytes, at, end, wireEnd, window)
          return
        case ETHERTYPE.ipv6:
          this.ipv6(bytes, at, end, wireEnd, window)
          return
        case ETHERTYPE.vlan:
        case ETHERTYPE.qinq:
        case ETHERTYPE.qinqOld:
          next.type = u16(bytes, at + 2)
          next.at = at + 4
          break
        case ETHERTYPE.pppoeSession:
          next.type = pppType(u16(bytes, at + 6))
          next.at = at + 8
          break
        case ETHERTYPE.mpls:
        case ETHERTYPE.mplsMulticast:
          next.at = at + 4
          if ((bytes[at + 2]! & 1) === 1) next.type = ipType(bytes[at + 4] ?? 0)
          break
        default:
          this.skipped.other++
          return
      }
      if (next.at >= end) {
        this.skipped.malformed++
        return
      }
    }
    this.skipped.deep++
  }

  private ipv4(bytes: Uint8Array, at: number, end: number, wireEnd: number, window: Window | undefined): void {
    const header = (bytes[at]! & 15) * 4
    const total = u16(bytes, at + 2)
    if (end - at < 20 || bytes[at]! >> 4 !== 4 || header < 20 || (total !== 0 && total < header)) {
      this.skipped.malformed++
      return
    }
    if (this.strict && at + header <= end && hasWrongHeaderSum(bytes, at, at + header)) {
      this.skipped.sums++
      return
    }
    // A length of 0 is a superframe of segmentation offload. Behind the length lies padding of the link, never data.
    const stop = total === 0 ? wireEnd : Math.min(at + total, wireEnd)
    const captured = Math.min(stop, end)
    const fragment = u16(bytes, at + 6)
    const protocol = bytes[at + 9]!
    if ((fragment & FRAGMENT_BITS) !== 0) {
      if (captured < stop) return
      const identity = new Uint8Array(11)
      identity.set(bytes.subarray(at + 12, at + 20))
      identity.set(bytes.subarray(at + 4, at + 6), 8)
      identity[10] = protocol
      const more = (fragment & 0x2000) !== 0
      const offset = (fragment & 0x1fff) * 8
      const whole = this.fragments.add(identity, bytes, at + header, captured, offset, more, this.clock.seconds)
      if (whole === undefined) return
      this.payload(
        protocol,
        whole,
        0,
        whole.length,
        whole.length,
        false,
        i32(bytes, at + 12),
        i32(bytes, at + 16),
        undefined,
      )
      return
    }
    this.payload(protocol, bytes, at + header, captured, stop, false, i32(bytes, at + 12), i32(bytes, at + 16), window)
  }

  private ipv6(bytes: Uint8Array, at: number, end: number, wireEnd: number, window: Window | undefined): void {
    if (end - at < 40 || bytes[at]! >> 4 !== 6) {
      this.skipped.malformed++
      return
    }
    const length = u16(bytes, at + 4)
    const stop = length === 0 ? wireEnd : Math.min(at + 40 + length, wireEnd)
    const captured = Math.min(stop, end)
    let protocol = bytes[at + 6]!
    let header = at + 40
    for (let n = 0; n < LIMITS.ipv6Extensions.value && header + 8 <= captured; n++) {
      if (EXTENSIONS.has(protocol)) {
        protocol = bytes[header]!
        header += (bytes[header + 1]! + 1) * 8
      } else if (protocol === AUTHENTICATION) {
        protocol = bytes[header]!
        header += (bytes[header + 1]! + 2) * 4
      } else break
    }
    if (EXTENSIONS.has(protocol) && header + 8 <= captured) {
      this.skipped.extensions++
      return
    }
    const source = this.addresses.intern(bytes, at + 8)
    const target = this.addresses.intern(bytes, at + 24)
    if (source < 0 || target < 0) {
      this.skipped.addresses++
      return
    }
    if (protocol === FRAGMENT && header + 8 <= captured) {
      if (captured < stop) return
      const identity = new Uint8Array(37)
      identity.set(bytes.subarray(at + 8, at + 40))
      identity.set(bytes.subarray(header + 4, header + 8), 32)
      identity[36] = bytes[header]!
      const field = u16(bytes, header + 2)
      const whole = this.fragments.add(
        identity,
        bytes,
        header + 8,
        captured,
        field & 0xfff8,
        (field & 1) === 1,
        this.clock.seconds,
      )
      if (whole === undefined) return
      this.payload(bytes[header]!, whole, 0, whole.length, whole.length, true, source, target, undefined)
      return
    }
    this.payload(protocol, bytes, header, captured, stop, true, source, target, window)
  }

  private payload(
    protocol: number,
    bytes: Uint8Array,
    at: number,
    end: number,
    wireEnd: number,
    ipv6: boolean,
    source: number,
    target: number,
    window: Window | undefined,
  ): void {
    if (protocol === TCP) {
      if (this.strict && end === wireEnd && hasWrongSum(this.addressSum(ipv6, source, target), bytes, at, end)) {
        this.skipped.sums++
        return
      }
      const view = window?.view ?? new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
      this.tcp.segment(bytes, view, at, end, wireEnd, ipv6, source, target, window)
      return
    }
    if (protocol === IPV4_IN_IP || protocol === IPV6_IN_IP) {
      this.next.type = protocol === IPV4_IN_IP ? ETHERTYPE.ipv4 : ETHERTYPE.ipv6
      this.next.at = at
    } else if (protocol === GRE && end - at >= 4 && (u32(bytes, at) & 0x4fff0000) === 0) {
      // GRE version 0 without routing: checksum, key and sequence number are 4 bytes each when their bit is set.
      const flags = bytes[at]!
      this.next.type = u16(bytes, at + 2)
      this.next.at = at + 4 + ((flags & 0x80) >> 5) + ((flags & 0x20) >> 3) + ((flags & 0x10) >> 2)
    } else {
      const isOldIcq =
        protocol === UDP && end - at >= 4 && (u16(bytes, at) === OLD_ICQ || u16(bytes, at + 2) === OLD_ICQ)
      this.skipped[isOldIcq ? 'oldIcq' : 'other']++
      return
    }
    if (this.next.at < end) this.network(bytes, end, wireEnd, window)
  }
}
