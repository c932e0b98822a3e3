import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fragments } from '../../src/network/fragments.ts'
import { LIMITS } from '../../src/limits.ts'
import * as t from '../support/index.ts'
import { CLIENT, conversation, hear, listen } from './listen.ts'

const DATA = t.noise(1000)
const SENT = String.fromCharCode(...DATA)

/** A connection whose only data is a packet in fragments of 256 bytes, given to `arrange`. */
function fragmented(arrange: (fragments: Uint8Array[]) => readonly Uint8Array[]): string {
  const tcp = conversation().send('client', DATA, { ack: false })
  const whole = tcp.wire.packets.pop()!
  for (const bytes of arrange(t.ipv4Fragments(whole.bytes, 256))) tcp.wire.packet(bytes)
  return hear(tcp.ack('server').close()).streams[CLIENT]!
}

/** The fragment as if its payload were `payload`. */
function withBody(fragment: Uint8Array, payload: Uint8Array, offset = (fragment[6]! << 8) | fragment[7]!): Uint8Array {
  const bytes = t.concat(fragment.subarray(0, 20), payload)
  bytes.set(t.u16(bytes.length), 2)
  bytes.set(t.u16(offset), 6)
  return bytes
}

describe('fragments of IPv4', () => {
  it('give the same stream in any order, with any of them twice', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 })
    fc.assert(
      fc.property(order, fc.array(fc.nat(3), { maxLength: 3 }), (first, again) => {
        expect(fragmented((all) => [...again, ...first].map((at) => all[at]!))).toBe(`${SENT}<end>`)
      }),
      { numRuns: 100 },
    )
  })

  it('with the last missing make a hole of the whole packet', () => {
    expect(fragmented((all) => all.slice(0, -1))).toBe('<1000 missing><end>')
    expect(fragmented((all) => all.slice(1))).toBe('<1000 missing><end>')
  })

  it('keep the first copy of every byte where they overlap', () => {
    const wrong = t.filled(256, 0x21)
    const twice = fragmented((all) => [all[0]!, all[1]!, withBody(all[1]!, wrong), ...all.slice(2)])
    expect(twice).toBe(`${SENT}<end>`)
    const across = fragmented((all) => [
      all[0]!,
      all[2]!,
      withBody(all[1]!, t.concat(all[1]!.subarray(20), wrong)),
      all[3]!,
    ])
    expect(across).toBe(`${SENT}<end>`)
  })

  it('may be as small as eight bytes, which cuts the TCP header', () => {
    const tcp = conversation().send('client', DATA, { ack: false })
    for (const bytes of t.ipv4Fragments(tcp.wire.packets.pop()!.bytes, 8)) tcp.wire.packet(bytes)
    expect(hear(tcp.ack('server').close()).streams[CLIENT]).toBe(`${SENT}<end>`)
  })

  it('that would reach beyond 65,535 bytes are dropped', () => {
    const ping = (all: Uint8Array[]) => [...all.slice(0, -1), withBody(all[3]!, t.filled(256, 1), 0x1fff)]
    expect(fragmented(ping)).toBe('<1000 missing><end>')
  })

  it('cut by the snap length are not taken for whole', () => {
    const tcp = conversation().send('client', DATA, { ack: false })
    for (const bytes of t.ipv4Fragments(tcp.wire.packets.pop()!.bytes, 256)) tcp.wire.packet(bytes)
    expect(hear(tcp.ack('server').close(), { snaplen: 200 }).streams[CLIENT]).toBe('<1000 missing><end>')
  })
})

describe('fragments of IPv6', () => {
  /** The fragments of an IPv6 packet, with `size` bytes of payload each. */
  function ipv6Fragments(packet: Uint8Array, size: number): Uint8Array[] {
    const payload = packet.subarray(40)
    const pieces: Uint8Array[] = []
    for (let at = 0; at < payload.length; at += size) {
      const piece = payload.subarray(at, at + size)
      const more = at + size < payload.length ? 1 : 0
      const header = t.concat(t.u8(6, 0), t.u16(at | more), t.u32(77))
      const bytes = t.concat(packet.subarray(0, 40), header, piece)
      bytes.set(t.u16(8 + piece.length), 4)
      bytes[6] = 44
      pieces.push(bytes)
    }
    return pieces
  }

  it('give the same stream in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), fc.constantFrom(8, 208), (order, size) => {
        const wire = new t.Wire()
        const tcp = new t.Connection(wire, { client: '[2001:db8::1]:1025', server: '[2001:db8::2]:5190' }).open()
        tcp.send('client', DATA, { ack: false })
        const all = ipv6Fragments(wire.packets.pop()!.bytes, size)
        for (const bytes of size === 8 ? all.reverse() : order.map((at) => all[at]!)) wire.packet(bytes)
        tcp.ack('server').close()
        expect(listen(wire.pcap()).flows[0]!.streams['[2001:db8::1]:1025']).toBe(`${SENT}<end>`)
      }),
      { numRuns: 20 },
    )
  })

  it('an atomic fragment is a whole packet', () => {
    const wire = new t.Wire()
    const tcp = new t.Connection(wire, { client: '[2001:db8::1]:1025', server: '[2001:db8::2]:5190' }).open()
    tcp.send('client', DATA, { ack: false })
    for (const bytes of ipv6Fragments(wire.packets.pop()!.bytes, 4096)) wire.packet(bytes)
    tcp.ack('server').close()
    expect(listen(wire.pcap()).flows[0]!.streams['[2001:db8::1]:1025']).toBe(`${SENT}<end>`)
  })
})

describe('datagrams that are never completed', () => {
  const identity = (number: number) => t.u32(number)

  it('are given up by age, oldest first', () => {
    const fragments = new Fragments()
    fragments.add(identity(1), DATA, 0, 8, 0, true, 0)
    fragments.add(identity(2), DATA, 0, 8, 0, true, LIMITS.fragmentAge.value + 1)
    expect(fragments.givenUp.fragmentAge).toBe(1)
    expect(fragments.add(identity(1), DATA, 8, 16, 8, false, LIMITS.fragmentAge.value + 1)).toBeUndefined()
    expect(fragments.add(identity(2), DATA, 8, 16, 8, false, LIMITS.fragmentAge.value + 1)).toEqual(
      DATA.subarray(0, 16),
    )
  })

  it('30,000 of them are held no more than the limits allow, and the last can still be completed', () => {
    const fragments = new Fragments()
    for (let number = 0; number < 30_000; number++) fragments.add(identity(number), DATA, 0, 8, 0, true, 0)
    expect(fragments.incomplete).toBeGreaterThanOrEqual(30_000 - LIMITS.fragmentedDatagrams.value - 1)
    expect(fragments.add(identity(29_999), DATA, 8, 16, 8, false, 0)).toHaveLength(16)
  })

  it('a number used again after its datagram was complete begins a new one', () => {
    const fragments = new Fragments()
    for (let round = 0; round < 2; round++) {
      expect(fragments.add(identity(1), DATA, 0, 8, 0, true, 0)).toBeUndefined()
      expect(fragments.add(identity(1), DATA, 8, 16, 8, false, 0)).toHaveLength(16)
    }
  })

  it('one datagram in 8,191 pieces, each of them twice, costs little', () => {
    const fragments = new Fragments()
    const bytes = t.noise(65_528)
    const started = performance.now()
    for (let at = bytes.length - 8; at > 0; at -= 8) {
      for (let time = 0; time < 2; time++) fragments.add(identity(1), bytes, at, at + 8, at, at + 8 < bytes.length, 0)
    }
    expect(fragments.add(identity(1), bytes, 0, 8, 0, true, 0)).toEqual(bytes)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
