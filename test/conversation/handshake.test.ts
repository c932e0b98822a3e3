import { describe, expect, it } from 'vitest'
import { handshakeMessage, newHandshake } from '../../src/conversation/proxy-handshake.ts'
import * as t from '../support/index.ts'
import { analyze } from '../support/analyze.ts'

type Turn = readonly ['client' | 'server', t.Bytes]

const HTTP_REPLY = t.ascii('HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n')
const HOST = t.concat(t.u8(3), t.string08('login.icq.com'), t.u16(5190))

/** What a client and a proxy say before the connection to the server is through. */
const HANDSHAKES: Readonly<Record<string, readonly Turn[]>> = {
  HTTP: [
    ['client', t.ascii('CONNECT login.icq.com:5190 HTTP/1.0\r\nUser-Agent: ICQ\r\n\r\n')],
    ['server', HTTP_REPLY],
  ],
  'SOCKS 4': [
    ['client', t.concat('0401 1446 cd bc 07 01', t.ascii('bob\0'))],
    ['server', '005a 0000 00000000'],
  ],
  'SOCKS 4 with a host name': [
    ['client', t.concat('0401 1446 00 00 00 01', t.ascii('bob\0login.icq.com\0'))],
    ['server', '005a 0000 00000000'],
  ],
  'SOCKS 5': [
    ['client', '050100'],
    ['server', '0500'],
    ['client', '05010001 c0000201 1446'],
    ['server', '05000001 00000000 0000'],
  ],
  'SOCKS 5 with a password': [
    ['client', '05020002'],
    ['server', '0502'],
    ['client', t.concat('01', t.string08('bob'), t.string08('secret'))],
    ['server', '0100'],
    ['client', t.concat('050100', HOST)],
    ['server', t.concat('050000', HOST)],
  ],
  'SOCKS 5 to an IPv6 address': [
    ['client', '050100'],
    ['server', '0500'],
    ['client', t.concat('05010004', t.zeros(16), '1446')],
    ['server', t.concat('05000004', t.zeros(16), '1446')],
  ],
}

describe('what a proxy and its client say first is passed over, and OSCAR found behind it', () => {
  it.each(Object.entries(HANDSHAKES))('%s', (_, turns) => {
    for (const size of [Infinity, 1, 5]) {
      const tcp = new t.Connection(new t.Wire(), { client: '10.0.0.1:1025', server: '10.0.0.9:1080' }).open()
      turns.forEach(([side, bytes], at) => {
        // A greeting comes in one piece: who sends it has to wait.
        tcp.send(side, t.bytesOf(bytes), { mss: at === 0 ? 1460 : Math.min(size, 1460) })
      })
      const mss = Math.min(size, 1460)
      tcp.send('server', t.flap(1, 1, t.signon()), { mss }).send('client', t.flap(1, 7, t.signon()), { mss })
      tcp.send('server', t.concat(t.flap(2, 2, t.snac(1, 3, 0, t.hostOnline(1, 2, 4))), t.flap(5, 3)), { mss }).close()
      const { flows, findings, events } = analyze(tcp.wire.pcap())
      expect(flows.map((track) => track.protocol)).toEqual(['flap'])
      expect(events.filter((line) => /SIGNON|HOST_ONLINE|KEEP_ALIVE/.test(line))).toHaveLength(4)
      expect(findings.filter(({ certainty, severity }) => certainty === 'sure' && severity === 'error')).toEqual([])
    }
  })

  it('is not seen in what is none, nor waited for without an end', () => {
    const ask = (fromClient: boolean, bytes: t.Bytes, state = newHandshake()): number => {
      const all = t.bytesOf(bytes)
      return handshakeMessage(state, fromClient, all, 0, all.length)
    }
    expect(ask(false, '050100')).toBe(0)
    expect(ask(true, t.ascii('GET / HTTP/1.0'))).toBe(0)
    expect(ask(true, '05')).toBe(0)
    expect(ask(true, t.concat(t.ascii('CONNECT '), t.filled(8_000, 0x41)))).toBe(-1)
    expect(ask(true, t.concat(t.ascii('CONNECT '), t.filled(9_000, 0x41)))).toBe(0)
  })

  it('ends with its last word: what follows is the server’s', () => {
    for (const turns of Object.values(HANDSHAKES)) {
      const state = newHandshake()
      for (const [side, bytes] of turns) {
        const all = t.bytesOf(bytes)
        expect(handshakeMessage(state, side === 'client', all, 0, all.length)).toBe(all.length)
      }
      for (const fromClient of [true, false])
        expect(handshakeMessage(state, fromClient, t.flap(1, 1, t.signon()), 0, 10)).toBe(0)
    }
  })

  it('is none any more where the proxy refuses, or answers something else', () => {
    const http = newHandshake()
    const request = t.ascii('CONNECT x:1 HTTP/1.0\r\n\r\n')
    handshakeMessage(http, true, request, 0, request.length)
    const refusal = t.ascii('HTTP/1.0 407 Authentication required\r\n\r\n')
    expect(handshakeMessage(http, false, refusal, 0, refusal.length)).toBe(0)
    const socks = newHandshake()
    handshakeMessage(socks, true, t.hex('050100'), 0, 3)
    expect(handshakeMessage(socks, false, t.hex('2a01'), 0, 2)).toBe(0)
    const old = newHandshake()
    const asks = t.concat('0401 1446 cdbc0701', t.ascii('\0'))
    handshakeMessage(old, true, asks, 0, asks.length)
    expect(handshakeMessage(old, false, t.hex('2a010001 00040000'), 0, 8)).toBe(0)
  })
})
