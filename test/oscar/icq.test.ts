import { describe, expect, it } from 'vitest'
import { toJson, type Json } from '../../src/bytes/node.ts'
import { decodeSnac, SNAC_HEADER } from '../../src/oscar/index.ts'
import {
  ascii,
  concat,
  icbmToClient,
  snac,
  string16,
  tlv,
  u16,
  u16le,
  u32,
  u32le,
  u8,
  zeros,
} from '../support/index.ts'

const lnts = (text: string) => concat(u16le(text.length + 1), ascii(text), '00')
const text32 = (text: string) => concat(u32le(text.length), ascii(text))

/** A meta request (0x07d0) or an answer to one (0x07da), in TLV 0x0001. */
function meta(type: number, subtype: number, data: Uint8Array): Json {
  const record = concat(u32le(123456), u16le(type), u16le(7), u16le(subtype), data)
  const body = tlv(0x0001, concat(u16le(record.length), record))
  const bytes = snac(0x0015, type === 0x07d0 ? 2 : 3, 1, body)
  return (toJson(decodeSnac(bytes, 0, SNAC_HEADER + body.length).node) as { METADATA: Json }).METADATA
}

const OK = u8(0x0a)

describe('details of ICQ users', () => {
  it.each([
    [
      'work',
      0x00d2,
      concat(
        ...['Brno', '', '1', '2', 'Road 1', '60200'].map(lnts),
        u16le(42),
        ...['Co', 'Dept', 'Boss'].map(lnts),
        u16le(3),
        lnts('http://x'),
      ),
      { metaType: 'WORK_INFO', result: 'OK', city: 'Brno', country: 42, position: 'Boss', homepage: 'http://x' },
    ],
    [
      'interests',
      0x00f0,
      concat(u8(2), u16le(100), lnts('art'), u16le(104), lnts('cars')),
      {
        interests: [
          { category: 100, keywords: 'art' },
          { category: 104, keywords: 'cars' },
        ],
      },
    ],
    ['e-mails', 0x00eb, concat(u8(1), u8(0), lnts('a@b.c')), { emails: [{ hidden: 0, email: 'a@b.c' }] }],
    [
      'a user who was found',
      0x01ae,
      concat(u16le(30), u32le(654321), ...['bob', 'B', 'C', 'b@c'].map(lnts), u8(1, 1, 0), u8(2), u16le(30), u32le(9)),
      { user: { uin: 654321, nickname: 'bob', online: 'ONLINE', gender: 2, age: 30 }, leftOut: 9 },
    ],
  ])('have fields: %s', (_what, subtype, data, right) => {
    expect(meta(0x07da, subtype, concat(OK, data))).toMatchObject(right)
  })

  it('of the member directory are TLVs in network order', () => {
    const record = concat(u16(0x05b9, 0x0003, 0), u32(1), u16(1, 1), tlv(0x0064, ascii('Bob')), tlv(0x0082, u8(2)))
    expect(meta(0x07da, 0x0fb4, concat(OK, u16le(record.length), record))).toMatchObject({
      directory: { foodgroup: 0x05b9, subgroup: 3, parameters: '00010001', FIRST_NAME: 'Bob', GENDER: 2 },
    })
  })

  it('are asked for by number, and an error repeats the request', () => {
    expect(meta(0x07d0, 0x04b2, u32le(654321))).toMatchObject({ metaType: 'FULL_INFO', wantedUin: 654321 })
    const request = concat(u16le(14), u32le(123456), u16le(0x07d0), u16le(7), u16le(0x04ba), u32le(654321))
    const bytes = snac(0x0015, 1, 1, concat(u16(2), tlv(0x0021, request)))
    expect(toJson(decodeSnac(bytes, 0, bytes.length).node)).toMatchObject({
      code: 'RATE_TO_HOST',
      ICQ_REQUEST_DATA: { metaType: 'SHORT_INFO', wantedUin: 654321 },
    })
  })
})

describe('plug-in messages through the ICQ relay', () => {
  const service = '094613494C7F11D18222444553540000'
  const relay = (plugin: string, name: string, body: Uint8Array) => {
    const head = concat(plugin, u16le(0), text32(name), zeros(15))
    return concat(
      `1B00 0800 ${'00'.repeat(16)} 0000 03000000 00 FEFF 0E00 FEFF ${'00'.repeat(12)}`,
      '1A 00 0000 0100 0100 00',
      u16le(head.length),
      head,
      u32le(body.length),
      body,
    )
  }
  const decode = (data: Uint8Array) => {
    const block = tlv(5, concat('0000', '3132333435363700', service, tlv(0x2711, data)))
    const bytes = snac(4, 7, 1, icbmToClient({ cookie: '3132333435363700', channel: 2, from: '123', tlvs: [block] }))
    return (toJson(decodeSnac(bytes, 0, bytes.length).node) as { rendezvous: { SERVICE_DATA: Json } }).rendezvous
  }

  it('offer a file with its name and size', () => {
    const file = concat(text32('a picture'), u16(5190, 0), lnts('a.png'), u32le(6112), u32le(5190))
    expect(decode(relay('F02D12D93091D3118DD700104B06462E', 'File', file))).toMatchObject({
      SERVICE_DATA: {
        messageType: 'PLUGIN',
        pluginHead: { name: 'File' },
        pluginBody: { description: 'a picture', fileName: 'a.png', totalSize: 6112, port: 5190 },
      },
    })
  })

  it('are Xtraz with its XML', () => {
    const xml = text32('<N><QUERY>x</QUERY></N>')
    const name = 'Script Plug-in: Remote Notification Arrive'
    expect(decode(relay('3B60B3EFD82A6C45A4E09C5A5E67E865', name, xml))).toMatchObject({
      SERVICE_DATA: { pluginHead: { name }, pluginBody: { text: '<N><QUERY>x</QUERY></N>' } },
    })
  })
})

describe('an encrypted message', () => {
  it('is named so, and its object is no text', () => {
    const fragments = concat('0501 0001 01', '0D01 0002 0001', '0101 0006 0000 0000 3082')
    const bytes = snac(
      4,
      7,
      1,
      icbmToClient({ cookie: '3132333435363700', channel: 1, from: 'bob', tlvs: [tlv(2, fragments)] }),
    )
    const message = decodeSnac(bytes, 0, bytes.length)
    expect(toJson(message.node)).toMatchObject({ IM_DATA: { ENCRYPTION_CODE: 1, ENCRYPTED: '000000003082' } })
    expect(message.summary).toBe('encrypted IM ← bob')
  })
})

describe('the Kerberos login', () => {
  it('has the name, the service and the roasted password', () => {
    const password = concat(u16(2), '17F3')
    const ticket = concat(zeros(10), u16(password.length + 2), password, zeros(2))
    const body = concat(
      zeros(2),
      u16(77),
      zeros(16),
      u16(1),
      tlv(5, ascii('COOL')),
      zeros(8),
      string16('US'),
      string16('en'),
      u16(1),
      tlv(5, ascii('imApp key=x')),
      zeros(5),
      string16('bob'),
      string16('im/boss'),
      zeros(6),
      u16(2),
      tlv(2, ticket),
      tlv(0x1d, ascii('x')),
    )
    const bytes = snac(0x050c, 2, 0, body)
    const { node } = decodeSnac(bytes, 0, bytes.length)
    expect(toJson(node)).toMatchObject({
      screenName: 'bob',
      service: 'im/boss',
      TICKET_REQUEST: { password: { password: '***' } },
    })
    expect(toJson(node, { secrets: true })).toMatchObject({ TICKET_REQUEST: { password: { password: 'ab' } } })
  })
})
