import { describe, expect, it } from 'vitest'
import { hex } from '../../src/bytes/hex.ts'
import { SHAPE_NAMES } from '../../src/report/paste/recognise.ts'
import { FRAMES, RENDEZVOUS_BLOCKS } from '../support/index.ts'
import { oscarscope } from './program.ts'

const { bytes } = FRAMES.message
const text = hex(bytes)

describe('decode', () => {
  it('shows what the bytes are, with offsets', () => {
    const { code, out } = oscarscope(['decode', text])
    expect(code).toBe(0)
    expect(out).toMatch(/^FLAP {2}ICBM__CHANNEL_MSG_TOHOST {2}IM "hi" → bob\n/)
    expect(out).toMatch(/^0010\+8 +cookie: 3132333435363700 1234567$/m)
  })

  it('takes the bytes as several arguments or from standard input', () => {
    const { out } = oscarscope(['decode', text])
    expect(oscarscope(['decode', ...text.match(/../g)!]).out).toBe(out)
    expect(oscarscope(['decode', '-'], { input: new TextEncoder().encode(text) }).out).toBe(out)
    expect(oscarscope(['decode'], { input: new TextEncoder().encode(JSON.stringify([...bytes])) }).out).toBe(out)
    expect(oscarscope(['decode', '--base64', Buffer.from(bytes).toString('base64')]).out).toBe(out)
  })

  it('gives JSON', () => {
    const [piece] = JSON.parse(oscarscope(['decode', text, '-T', 'json']).out) as object[]
    expect(piece).toMatchObject({
      bytes: bytes.length,
      messages: [
        { kind: 'flap', name: 'ICBM__CHANNEL_MSG_TOHOST', at: 0, length: bytes.length, fields: { screenName: 'bob' } },
      ],
      missing: 0,
      unknown: '',
    })
  })

  it('shows bytes that it does not know, and says how many are missing', () => {
    expect(oscarscope(['decode', `${text}deadbeef`]).out).toContain('4 bytes of nothing known at 0x35:')
    expect(oscarscope(['decode', text.slice(0, -2)]).out).toContain('cut short: 1 byte missing')
  })

  it('believes --as', () => {
    const block = hex(RENDEZVOUS_BLOCKS.P1)
    expect(oscarscope(['decode', '--as', 'tlv', '00010002abcd']).out).toContain('TLV_0x0001: abcd')
    expect(oscarscope(['decode', block, '--as', 'rendezvous']).out).toBe(oscarscope(['decode', block]).out)
    const { err } = oscarscope(['decode', '--as', 'nonsense', text])
    for (const name of SHAPE_NAMES) expect(err).toContain(name)
  })

  it('hides cookies of sign-ons unless asked', () => {
    const signon = hex(FRAMES.clientSignon.bytes)
    expect(oscarscope(['decode', signon]).out).toContain('LOGIN_COOKIE: ***')
    expect(oscarscope(['decode', signon, '--show-secrets']).out).not.toContain('***')
  })

  it('ends with 2 and points at what is no byte, or at nothing that it knows', () => {
    const { code, err } = oscarscope(['decode', '2a 02 1g'])
    expect(code).toBe(2)
    expect(err).toBe("oscarscope: line 1, column 8: 'g' is no hex digit\n  2a 02 1g\n         ^\n")
    expect(oscarscope(['decode', 'deadbeef'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--as') as string,
    })
    expect(oscarscope(['decode', '\u001b[31m']).err).not.toContain('\u001b')
  })
})
