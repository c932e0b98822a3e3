import { describe, expect, it } from 'vitest'
import { Ipv6Addresses } from '../../src/network/ipv6-addresses.ts'
import { pcapHeader, pcapRecord } from '../capture/files.ts'
import { analyze } from '../support/analyze.ts'
import * as t from '../support/index.ts'

const says = t.concat(t.flap(1, 1, t.signon()), t.flap(5, 2))
const IP4 = { client: '10.0.0.1:1025', server: '10.0.0.2:5190' } as const
const IP6 = { client: '[2001:db8::1]:1025', server: '[2001:db8::2]:5190' } as const

/** Packets of a connection as `change` makes them, in frames of a link type. */
function seen(ends: typeof IP4 | typeof IP6, linkType: number, change: (packet: Uint8Array) => t.Bytes): string[] {
  const tcp = new t.Connection(new t.Wire(), ends).open().send('server', says).close()
  const records = tcp.wire.packets.map(({ bytes }, seconds) =>
    pcapRecord({ seconds, fraction: 0, data: t.bytesOf(change(bytes)) }),
  )
  return analyze(t.concat(pcapHeader({ link: linkType }), ...records)).events.filter((line) =>
    / (SIGNON|KEEP)/.test(line),
  )
}

const PPP = 9
const RAW = 101

describe('IP is found', () => {
  it.each([
    ['behind an address field', 'ff03 0021'],
    ['without one', '0021'],
    ['with a protocol of one byte', '21'],
    ['with both', 'ff03 21'],
  ])('in PPP %s', (_, head) => {
    expect(seen(IP4, PPP, (packet) => t.concat(head, packet))).toHaveLength(2)
  })

  it('in IPv4 in IPv6, and IPv6 in IPv4', () => {
    const six = (payload: Uint8Array) => t.ipPacket({ from: '2001:db8::8', to: '2001:db8::9', protocol: 4, payload })
    const four = (payload: Uint8Array) => t.ipPacket({ from: '192.0.2.1', to: '192.0.2.2', protocol: 41, payload })
    expect(seen(IP4, RAW, six)).toHaveLength(2)
    expect(seen(IP6, RAW, four)).toHaveLength(2)
  })

  it('in superframes of IPv6, which say that they are empty', () => {
    expect(seen(IP6, RAW, (packet) => t.concat(packet.subarray(0, 4), '0000', packet.subarray(6)))).toHaveLength(2)
  })

  it('in fragments of IPv6, and not in one that the capture cut', () => {
    const whole = (packet: Uint8Array, cut: number): Uint8Array => {
      const length = t.u16(packet.length - 40 + 8)
      const head = t.concat(packet.subarray(0, 4), length, t.u8(44), packet.subarray(7, 40), '0600 0000 00000007')
      return t.concat(head, packet.subarray(40)).slice(0, packet.length + 8 - cut)
    }
    expect(seen(IP6, RAW, (packet) => whole(packet, 0))).toHaveLength(2)
    expect(seen(IP6, RAW, (packet) => whole(packet, packet.length > 60 ? 1 : 0))).toEqual([])
  })

  it('under labels of MPLS, however many', () => {
    const ether = (packet: Uint8Array) => t.concat('020000000001 020000000002 8847 00010040 00020140', packet)
    expect(seen(IP4, 1, ether)).toHaveLength(2)
    expect(seen(IP6, 1, ether)).toHaveLength(2)
    expect(seen(IP4, 1, (packet) => ether(packet).subarray(0, 22))).toEqual([])
  })
})

describe('IPv6 addresses', () => {
  it('are told apart by number, however many there are', () => {
    const addresses = new Ipv6Addresses()
    const address = (n: number): Uint8Array => t.concat('20010db8 00000000', t.u32(n % 7, n))
    const numbers = Array.from({ length: 5000 }, (_, n) => addresses.intern(address(n), 0))
    expect(new Set(numbers).size).toBe(5000)
    for (let n = 0; n < 5000; n += 7) {
      expect(addresses.intern(address(n), 0)).toBe(numbers[n])
      expect(t.toHex(addresses.bytes(numbers[n]!))).toBe(t.toHex(address(n)))
    }
  })
})
