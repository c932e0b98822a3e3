import { describe, expect, it } from 'vitest'
import { oscarscope } from './program.ts'

describe('explain', () => {
  it('says what a rule means, why it matters, how to mend it and where it is written', () => {
    const { code, out } = oscarscope(['explain', 'OFT-07'])
    expect(code).toBe(0)
    for (const label of ['OFT-07 ack-missing', 'Why:', 'Fix:', 'Written:', 'step 10']) expect(out).toContain(label)
  })

  it('takes several words, and the place that a code is of', () => {
    expect(oscarscope(['explain', 'userinfo', '0x000d']).out).toContain('0x000d CAPABILITIES · TLV (userinfo)')
    expect(oscarscope(['explain', 'step', '7']).out).toContain('Receiver joins the proxy')
  })

  it('explains a code where it is meant most often, and lists the other places', () => {
    const { out } = oscarscope(['explain', '0x0005'])
    expect(out).toMatch(/^0x0005 PORT · rendezvous tag/)
    expect(out).toMatch(/^userinfo +0x0005 +MEMBER_SINCE +userinfo 0x0005$/m)
  })

  it('gives JSON', () => {
    const [topic] = JSON.parse(oscarscope(['explain', '4/6', '-T', 'json']).out) as object[]
    expect(topic).toMatchObject({
      kind: 'SNAC',
      code: '0004/0006',
      name: 'ICBM__CHANNEL_MSG_TOHOST',
      sent: 'client to server',
      answered: 'ICBM__HOST_ACK',
    })
  })

  it('suggests what is near and ends with 2', () => {
    expect(oscarscope(['explain', 'ack-mising'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('did you mean ack-missing?') as string,
    })
    expect(oscarscope(['explain', '\u001b]0;x\u0007']).err).not.toContain('\u001b')
  })
})
