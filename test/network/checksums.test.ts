import { describe, expect, it } from 'vitest'
import { temporaryFiles } from '../io/reading.ts'
import { oscarscope } from '../cli/program.ts'
import * as t from '../support/index.ts'
import { listen } from './listen.ts'

const files = temporaryFiles()

const ENDS = {
  IPv4: { client: '10.0.0.1:1025', server: '10.0.0.2:5190' },
  IPv6: { client: '[2001:db8::1:2]:1025', server: '[2001:db8::ffff]:5190' },
} as const

/** `hello world`, with `damaged` between the words, whose sum is `checksum`. */
function wire(family: keyof typeof ENDS, checksum?: number): t.Wire {
  const tcp = new t.Connection(new t.Wire(), ENDS[family]).open().send('client', t.ascii('hello '))
  const payload = t.ascii('damaged ')
  tcp.segment({ side: 'client', payload, ...(checksum === undefined ? {} : { checksum }) }).lose('client', payload)
  return tcp.send('client', t.ascii('world')).close().wire
}

const said = (capture: Uint8Array, strict: boolean): string => {
  const { flows } = listen(capture, strict)
  return flows.map(({ streams }) => Object.values(streams).join('')).join('')
}

/** The packets, with the bit at `at` of each that `chosen` likes turned. */
const flipped = (from: t.Wire, at: number, chosen: (bytes: Uint8Array) => boolean): t.Packet[] =>
  from.packets.map(({ time, bytes }) => {
    const copy = bytes.slice()
    if (chosen(bytes)) copy[at]! ^= 1
    return { time, bytes: copy }
  })

const WHOLE = 'hello damaged world<end><end>'
const WITHOUT = 'hello <8 missing>world<end><end>'
const LINKS = ['ethernet', 'raw', 'sll'] as const

describe('packets whose checksum is wrong', () => {
  describe.each(['IPv4', 'IPv6'] as const)('of %s', (family) => {
    it.each(LINKS)('are decoded, and left out when that is wanted, over %s', (link) => {
      const capture = wire(family, 0x1234).pcap({ link })
      expect(said(capture, false)).toBe(WHOLE)
      expect(said(capture, true)).toBe(WITHOUT)
      expect(listen(capture, true).network.skipped.sums).toBe(1)
    })

    it('are not those whose sum is right, was not computed, or covers bytes that the capture has not', () => {
      expect(said(wire(family).pcap(), true)).toBe(WHOLE)
      expect(said(wire(family, 0).pcap(), true)).toBe(WHOLE)
      const cut = listen(wire(family, 0x1234).pcap({ link: 'raw', snaplen: family === 'IPv4' ? 47 : 67 }), true)
      expect(cut.network.skipped.sums).toBe(0)
    })

    it('are told of in one note for their connection, when it is decoded', () => {
      const tcp = new t.Connection(new t.Wire(), ENDS[family]).open().send('server', t.flap(1, 1, t.signon()))
      for (let n = 0; n < 3; n++)
        tcp.segment({ side: 'server', seq: tcp.server.next - 1, payload: Uint8Array.of(0), checksum: 0x1234 })
      const path = files.write(`${family}.pcap`, tcp.send('server', t.flap(5, 2)).wire.pcap())
      expect(oscarscope(['check', path]).out.match(/CAP-14.*3 segments have wrong checksums/g)).toHaveLength(1)
    })
  })

  it('are those with a wrong sum in their IP header, too', () => {
    const TTL = 8
    const capture = t.pcap(flipped(wire('IPv4'), TTL, (bytes) => bytes.length === 48))
    expect(said(capture, false)).toBe(WHOLE)
    expect(said(capture, true)).toBe(WITHOUT)
  })

  it('are found in tunnels and behind fragments', () => {
    const outer = (packet: Uint8Array): Uint8Array =>
      t.ipPacket({ from: '192.0.2.1', to: '192.0.2.2', protocol: 4, payload: packet })
    const { packets } = wire('IPv4', 0x1234)
    expect(said(t.pcap(packets.map(({ time, bytes }) => ({ time, bytes: outer(bytes) }))), true)).toBe(WITHOUT)
  })

  it('are counted in what every command says', () => {
    const path = files.write('strict.pcap', wire('IPv4', 0x1234).pcap())
    expect(oscarscope([path]).err).not.toMatch(/checksum/)
    expect(oscarscope([path, '--strict-checksum']).err).toMatch(/1 packet with a wrong checksum left out/)
  })
})
