import { describe, expect, it } from 'vitest'
import * as t from '../support/index.ts'

const cookie = t.VECTOR_COOKIE
const { P1, P2, P3, P4, P5, P6, P7 } = t.RENDEZVOUS_BLOCKS
const name = 'FiercelyGnarlyy'

function expectBytes(built: Uint8Array, vector: Uint8Array): void {
  expect(t.toHex(built)).toBe(t.toHex(vector))
}

describe('the builders give the bytes that the protocol description writes down', () => {
  const offer = [
    t.sequenceNum(1),
    t.requestHostCheck(),
    t.inviteLanguage('en'),
    t.inviteCharset('us-ascii'),
    t.invitation('<HTML>'),
    ...t.listenerTags('192.0.2.10', 5190),
    t.serviceData({ size: 57, name: 'cygwin.bat' }),
    t.charset('us-ascii'),
  ]

  it('a direct proposal, on its way to the host and from it', () => {
    expect(P1).toHaveLength(135)
    expect(P2).toHaveLength(143)
    expectBytes(t.proposeBlock({ cookie, tags: offer }), P1)
    expectBytes(t.proposeBlock({ cookie, tags: [...offer, t.verifiedIp('198.51.100.7')] }), P2)
  })

  it('the redirect, the ask for a proxy and the proxy', () => {
    const redirect = [t.sequenceNum(2), ...t.listenerTags('203.0.113.20', 5191)]
    const ask = [t.sequenceNum(2), ...t.listenerTags('0.0.0.0', null)]
    const proxy = [t.sequenceNum(3), ...t.listenerTags('203.0.113.250', 0x2337, null), t.useArs()]
    expectBytes(t.proposeBlock({ cookie, tags: redirect }), P3)
    expectBytes(t.proposeBlock({ cookie, tags: ask }), P4)
    expectBytes(t.proposeBlock({ cookie, tags: proxy }), P5)
  })

  it('accept, cancel and the client error', () => {
    expectBytes(t.acceptBlock({ cookie }), P6)
    expectBytes(t.cancelBlock({ cookie, tags: [t.cancelReason(1)] }), P7)
    expectBytes(t.clientError({ cookie, channel: 2, name }), t.CLIENT_ERROR)
  })

  it('the frames of the proxy', () => {
    const { A1, A2, A3, A4, A5 } = t.ARS_FRAMES
    expectBytes(t.ars.initSend({ name, cookie }), A1)
    expectBytes(t.ars.ack({ token: 0x2337, ip: '64.12.201.134' }), A2)
    expectBytes(t.ars.initRecv({ name, cookie, token: 0x2337 }), A3)
    expectBytes(t.ars.ready(), A4)
    expectBytes(t.ars.error(0x000d), A5)
  })

  it('OFT2 headers', () => {
    const { O1, O2, O3 } = t.OFT_HEADERS
    const file = { cookie, size: 57, modified: 0x42d937c4, checksum: 0xeeaf0000, name: 'cygwin.bat' }
    expect(O1).toHaveLength(256)
    expectBytes(t.oftHeader({ type: 'prompt', ...file }), O1)
    expectBytes(t.oftHeader({ type: 'ack', ...file }), O2)
    expectBytes(t.oftHeader({ type: 'done', ...file }), O3)
  })

  it('an OFT2 header with a long name says how long it is', () => {
    const header = t.oftHeader({ type: 'prompt', name: 'n'.repeat(100) })
    expect(header).toHaveLength(192 + 101)
    expectBytes(header.subarray(4, 6), t.u16(192 + 101))
  })

  it('ODC2 frames', () => {
    expectBytes(t.odc({ cookie, name, flags: t.ODC_FLAGS.confirm }), t.ODC_FRAMES.D1)
    expectBytes(t.odc({ cookie, name, flags: t.ODC_FLAGS.typing }), t.ODC_FRAMES.D2)
  })

  it.each(t.OFT_CHECKSUMS)('the OFT checksum of %s', (_, bytes, checksum) => {
    expect(t.oftChecksumSlow(bytes)).toBe(checksum)
    const cut = Math.floor(bytes.length / 3)
    const inTwo = t.oftChecksumSlow(bytes.subarray(cut), t.oftChecksumSlow(bytes.subarray(0, cut)), cut)
    expect(inTwo || 0xffff0000).toBe(checksum || 0xffff0000)
  })

  it('the noise is the noise of the checksum tables', () => {
    expectBytes(t.noise(8), t.hex('A5A3C498884D1D29'))
    expect(t.oftChecksumSlow(t.noise(1048576))).toBe(0xdd380000)
  })

  it('the frames of a session', () => {
    const head = { cookie: '3132333435363700', channel: 1 }
    const built: Record<keyof typeof t.FRAMES, Uint8Array> = {
      serverSignon: t.flap(1, 0x64, t.signon()),
      clientSignon: t.flap(1, 0x1234, t.signon([t.signonCookie(t.ascii('COOK'))])),
      hostOnline: t.flap(2, 0x65, t.snac(1, 3, 0x80000000, t.hostOnline(1, 2, 4))),
      serviceRequest: t.flap(2, 0x1235, t.snac(1, 4, 0x00010004, t.u16(0x0010))),
      serviceResponse: t.flap(
        2,
        0x66,
        t.snac(
          1,
          5,
          0x00010004,
          t.concat(
            t.versionPrefix(4),
            t.tlv(0x000d, t.u16(0x0010)),
            t.tlv(0x0005, t.ascii('192.0.2.7:5190')),
            t.signonCookie(t.ascii('ICON')),
          ),
          0x8000,
        ),
      ),
      message: t.flap(
        2,
        0x1236,
        t.snac(4, 6, 0x00020006, t.icbmToHost({ ...head, to: 'bob', tlvs: [t.imText('hi'), t.requestHostAck()] })),
      ),
      hostAck: t.flap(2, 0x67, t.snac(4, 0xc, 0x00020006, t.hostAck({ ...head, name: 'bob' }))),
      messageFromBob: t.flap(
        2,
        0x68,
        t.snac(4, 7, 0x80000001, t.icbmToClient({ ...head, from: 'bob', tlvs: [t.imText('yo')] })),
      ),
      notLoggedOn: t.flap(2, 0x69, t.snac(4, 1, 0x00020006, t.snacError(4, 0x000e))),
      feedbagStatus: t.flap(2, 0x6a, t.snac(0x13, 0xe, 0x00030008, t.concat(t.versionPrefix(4), t.u16(0, 3)), 0x8000)),
      keepAlive: t.flap(5, 0x1237),
      signoff: t.flap(4, 0x6b, t.tlv(0x0009, t.u16(1))),
    }
    for (const [key, { bytes }] of Object.entries(t.FRAMES)) {
      expectBytes(built[key as keyof typeof t.FRAMES], bytes)
    }
  })

  it('every regression frame is whole: its FLAP length is true', () => {
    for (const bytes of Object.values(t.REGRESSIONS)) expectBytes(bytes.subarray(4, 6), t.u16(bytes.length - 6))
  })
})
