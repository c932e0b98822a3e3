import { describe, expect, it } from 'vitest'
import { detect, HEAD_BYTES } from '../../src/conversation/detect.ts'
import * as t from '../support/index.ts'

const judge = (bytes: Uint8Array, fromStart = true) => detect(bytes, 0, Math.min(bytes.length, HEAD_BYTES), fromStart)
const snac = t.flap(2, 7, t.snac(4, 6, 1, t.zeros(20)))

describe('the first bytes of a stream', () => {
  it.each([
    ['flap', t.flap(1, 1, t.signon())],
    ['oft2', t.OFT_HEADERS.O1],
    ['oft2', t.OFT_HEADERS.O3],
    ['odc2', t.ODC_FRAMES.D1],
    ['ars', t.ARS_FRAMES.A1],
    ['ars', t.ARS_FRAMES.A5],
    ['tls', t.hex('16 03 01 0200 01 0001fc 0303')],
    ['toc', t.ascii('FLAPON\r\n\r\n')],
    ['other', t.ascii('GET / HTTP/1.1\r\n')],
    ['other', t.ascii('SSH-2.0-OpenSSH')],
    ['other', t.ascii('Other things')],
    ['other', t.zeros(20)],
    ['flap', t.hex('2a01 0001 0004 00000002')],
    ['other', t.hex('2a01 0001 0004 00020002')],
    ['other', t.hex('2a2a2a2a2a2a2a2a2a2a')],
  ])('tell %s', (protocol, bytes) => {
    expect(judge(bytes)).toBe(protocol)
  })

  it('are waited for as long as they can become something, and no longer', () => {
    for (const bytes of [
      t.flap(1, 1, t.signon()),
      t.OFT_HEADERS.O1,
      t.ODC_FRAMES.D1,
      t.ARS_FRAMES.A4,
      t.hex('160301020001'),
      t.ascii('FLAPON\r\n'),
    ]) {
      const verdicts = Array.from({ length: Math.min(bytes.length, HEAD_BYTES) + 1 }, (_, length) =>
        judge(bytes.subarray(0, length)),
      )
      const decided = verdicts.findIndex((verdict) => verdict !== 'more')
      expect(verdicts.slice(0, decided).every((verdict) => verdict === 'more')).toBe(true)
      expect(new Set(verdicts.slice(decided)).size).toBe(1)
      expect(decided).toBeGreaterThan(2)
    }
    expect(judge(t.ascii('GET '))).toBe('other')
    expect(judge(t.ascii('OXYG'))).toBe('other')
  })

  it('in the middle of a stream may be anything that FLAP is looked for in', () => {
    expect(judge(snac, false)).toBe('probe')
    expect(judge(t.noise(16), false)).toBe('probe')
    expect(judge(t.OFT_HEADERS.O2, false)).toBe('oft2')
    expect(judge(t.hex('170303 0100'), false)).toBe('tls')
  })

  it('never throw, whatever they are', () => {
    const noise = t.noise(5000)
    for (let at = 0; at < noise.length; at += 3) {
      for (const start of [true, false])
        expect(detect(noise, at, Math.min(at + (at % 17), noise.length), start)).toEqual(expect.any(String))
    }
  })
})
