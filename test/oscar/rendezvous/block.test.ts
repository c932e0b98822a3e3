import { describe, expect, it } from 'vitest'
import { toJson } from '../../../src/bytes/node.ts'
import { decodeSnac, readClientError, readIcbm, tagOf, TAG, type Icbm } from '../../../src/oscar/index.ts'
import {
  ascii,
  CLIENT_ERROR,
  concat,
  RENDEZVOUS_BLOCKS,
  snac,
  string08,
  tlv,
  toHex,
  u16,
  u32,
  u8,
  userInfo,
  utf16be,
  VECTOR_COOKIE,
} from '../../support/index.ts'

const BODY = 10
const uuid = (short: string) => `0946${short}4C7F11D18222444553540000`

function toHost(...tlvs: Uint8Array[]): Icbm {
  const bytes = snac(4, 6, 1, concat(VECTOR_COOKIE, u16(2), string08('bob'), ...tlvs))
  return readIcbm(bytes, BODY, bytes.length, true)!
}

const rendezvous = (block: Uint8Array) => toHost(tlv(5, block)).rendezvous!

const json = (block: Uint8Array) => toJson(rendezvous(block).node) as Record<string, unknown>

/** A proposal of the service with these bytes as its service data. */
const proposal = (service: string, data: Uint8Array, ...more: Uint8Array[]) =>
  concat(u16(0), VECTOR_COOKIE, service, tlv(TAG.SEQUENCE_NUM, u16(1)), tlv(TAG.SERVICE_DATA, data), ...more)

describe('the block of a rendezvous', () => {
  it('of a direct proposal has all its tags, in wire order and by name', () => {
    const block = rendezvous(RENDEZVOUS_BLOCKS.P1)
    expect(block).toMatchObject({
      type: 0,
      typeName: 'PROPOSE',
      cookie: 'f8fa0200686b0000',
      service: '09461343-4c7f-11d1-8222-444553540000',
      serviceName: 'send-file',
    })
    expect(block.tags.map(({ tag }) => tag)).toEqual([
      0x0a, 0x0f, 0x0e, 0x0d, 0x0c, 0x02, 0x16, 0x03, 0x05, 0x17, 0x2711, 0x2712,
    ])
    expect(toJson(block.node)).toEqual({
      type: 'PROPOSE',
      cookie: 'f8fa0200686b0000',
      service: '09461343-4c7f-11d1-8222-444553540000',
      SEQUENCE_NUM: 1,
      REQUEST_HOST_CHECK: true,
      INVITE_MIME_LANG: 'en',
      INVITE_MIME_CHARSET: 'us-ascii',
      INVITATION: '<HTML>',
      RENDEZVOUS_IP_ADDR: '192.0.2.10',
      IP_ADDR_XOR: '63.255.253.245',
      REQUESTER_IP_ADDR: '192.0.2.10',
      PORT: 5190,
      PORT_XOR: 0xebb9,
      SERVICE_DATA: { multiple: 'ONE_FILE', fileCount: 1, totalSize: 57, fileName: 'cygwin.bat' },
      SERVICE_DATA_CHARSET: 'us-ascii',
    })
  })

  it('has what the server added, at its end', () => {
    expect(rendezvous(RENDEZVOUS_BLOCKS.P2).tags.at(-1)).toMatchObject({ tag: 4, value: '198.51.100.7' })
  })

  it('of redirect, zero-address ask and proxy has their addresses', () => {
    expect(json(RENDEZVOUS_BLOCKS.P3)).toMatchObject({
      SEQUENCE_NUM: 2,
      RENDEZVOUS_IP_ADDR: '203.0.113.20',
      PORT: 5191,
    })
    expect(json(RENDEZVOUS_BLOCKS.P4)).toMatchObject({ SEQUENCE_NUM: 2, RENDEZVOUS_IP_ADDR: '0.0.0.0' })
    expect(json(RENDEZVOUS_BLOCKS.P5)).toMatchObject({ SEQUENCE_NUM: 3, USE_ARS: true, PORT: 0x2337 })
  })

  it('of ACCEPT and CANCEL has no more than they need', () => {
    expect(rendezvous(RENDEZVOUS_BLOCKS.P6)).toMatchObject({ typeName: 'ACCEPT', tags: [] })
    expect(json(RENDEZVOUS_BLOCKS.P7)).toMatchObject({ type: 'CANCEL', CANCEL_REASON: 'USER_CANCEL' })
  })

  it('keeps the number of a type and the UUID of a service that nobody knows', () => {
    const block = rendezvous(concat(u16(9), VECTOR_COOKIE, new Uint8Array(16).fill(0xab)))
    const service = 'abababab-abab-abab-abab-abababababab'
    expect(block).toMatchObject({ type: 9, typeName: '0x0009', service, serviceName: service })
  })

  it('stands at the top of the fields of its SNAC, and once even if the message repeats it', () => {
    const { P1, P6 } = RENDEZVOUS_BLOCKS
    const bytes = snac(4, 6, 1, concat(VECTOR_COOKIE, u16(2), string08('bob'), tlv(5, P1), tlv(5, P6)))
    const message = decodeSnac(bytes, 0, bytes.length)
    const fields = toJson(message.node) as Record<string, { type?: string }>
    expect(fields.rendezvous!.type).toBe('PROPOSE')
    expect(readIcbm(bytes, BODY, bytes.length, true)).toMatchObject({
      dataTlvs: 2,
      rendezvous: { typeName: 'PROPOSE' },
    })
  })

  it('that ends before its service is no rendezvous, and shows what there is', () => {
    const icbm = toHost(tlv(5, RENDEZVOUS_BLOCKS.P6.subarray(0, 20)))
    expect(icbm.rendezvous).toBeUndefined()
    expect(icbm.dataTlvs).toBe(1)
  })

  it('goes on behind a tag of a wrong size', () => {
    const block = rendezvous(concat(RENDEZVOUS_BLOCKS.P6, tlv(TAG.PORT, '14'), tlv(TAG.SEQUENCE_NUM, u16(3))))
    expect(tagOf(block.tags, TAG.PORT)).toMatchObject({ value: '14', problem: 'length 1, should be 2' })
    expect(tagOf(block.tags, TAG.SEQUENCE_NUM)?.value).toBe(3)
  })

  it('reads an invitation in the charset it names', () => {
    const { P6 } = RENDEZVOUS_BLOCKS
    const utf16 = concat(P6, tlv(TAG.INVITE_MIME_CHARSET, ascii('unicode-2-0')), tlv(TAG.INVITATION, utf16be('hé')))
    expect(json(utf16).INVITATION).toBe('hé')
    const latin = concat(P6, tlv(TAG.INVITATION, ascii('hé')), tlv(TAG.INVITE_MIME_CHARSET, ascii('iso-8859-1')))
    expect(json(latin).INVITATION).toBe('hé')
    expect(json(latin)).not.toHaveProperty('INVITATIONRaw')
  })
})

describe('service data', () => {
  it('of a file has a name up to the NUL, in the charset that follows, and whatever joscar pads it with', () => {
    const data = concat(u16(1, 1), u32(10), ascii('é.txt'), u8(0), new Uint8Array(46))
    const charset = tlv(TAG.SERVICE_DATA_CHARSET, ascii('iso-8859-1'))
    expect(json(proposal(uuid('1343'), data, charset)).SERVICE_DATA).toEqual({
      multiple: 'ONE_FILE',
      fileCount: 1,
      totalSize: 10,
      fileName: 'é.txt',
      padding: '00'.repeat(46),
    })
  })

  it('may be empty, as in an ACCEPT of joscar', () => {
    const fields = json(concat(RENDEZVOUS_BLOCKS.P6, tlv(TAG.SERVICE_DATA)))
    expect(fields.SERVICE_DATA).toBe('')
    expect(fields).not.toHaveProperty('SERVICE_DATAProblem')
  })

  it('of a large file has its size in 64 bits', () => {
    const data = concat(u16(1, 1), u32(0), ascii('big'), u8(0))
    const size = tlv(TAG.TOTAL_SIZE_64, '0000000100000000')
    expect(json(proposal(uuid('1343'), data, size)).TOTAL_SIZE_64).toBe('4294967296')
  })

  it('of a chat names the room', () => {
    const chat = '748F2420628711D18222444553540000'
    const data = concat(u16(4), string08('!aol://2719:10-4-room'), u16(0))
    expect(json(proposal(chat, data)).SERVICE_DATA).toEqual({
      exchange: 4,
      roomCookie: '!aol://2719:10-4-room',
      instance: 0,
    })
  })

  it('of a buddy icon is the icon, with or without the mark behind it', () => {
    const icon = concat(u16(0, 0x1234), u32(3, 99), 'aabbcc')
    expect(json(proposal(uuid('1346'), icon)).SERVICE_DATA).toMatchObject({ iconLength: 3, icon: 'aabbcc' })
    expect(json(proposal(uuid('1346'), concat(icon, ascii('AVT1picture.id')))).SERVICE_DATA).toMatchObject({
      icon: 'aabbcc',
      mark: 'AVT1picture.id',
    })
  })

  it('of a buddy list has groups with their buddies', () => {
    const data = concat(u16(3), ascii('Lab'), u16(2, 3), ascii('bob'), u16(3), ascii('eve'))
    expect(json(proposal(uuid('134B'), data)).SERVICE_DATA).toEqual([{ group: 'Lab', buddies: ['bob', 'eve'] }])
  })

  it('of an ICQ relay message is little-endian and has its counter in both parts', () => {
    const first = '1B00 0800 00000000000000000000000000000000 0000 03000000 00 FEFF'
    const second = '0E00 FEFF 000000000000000000000000'
    const message = '01 00 0000 0100 0300 686900 00000000 FFFFFF00'
    expect(json(proposal(uuid('1349'), concat(first, second, message))).SERVICE_DATA).toMatchObject({
      client: { version: 8, features: 3, counter: 0xfffe },
      sequence: { counter: 0xfffe },
      messageType: 'PLAIN',
      text: 'hi',
      background: 0xffffff,
    })
  })

  it('of a get-file request has version and flags', () => {
    const data = concat(u16(0x12, 2), u32(1), u8(0))
    expect(json(proposal(uuid('1348'), data)).SERVICE_DATA).toMatchObject({
      kind: 'GET_LISTING',
      flags: ['LIST_ON_DEMAND'],
    })
  })
})

describe('views of an ICBM', () => {
  it('have the receiver to the host and the sender to the client', () => {
    const { P1 } = RENDEZVOUS_BLOCKS
    expect(toHost(tlv(3), tlv(5, P1))).toMatchObject({
      cookie: toHex(VECTOR_COOKIE),
      channel: 2,
      screenName: 'bob',
      toHost: true,
      requestAck: true,
      dataTlvs: 1,
    })
    const bytes = concat(VECTOR_COOKIE, u16(2), userInfo('Alice Lab'), tlv(5, P1))
    expect(readIcbm(bytes, 0, bytes.length, false)).toMatchObject({
      screenName: 'Alice Lab',
      toHost: false,
      requestAck: false,
    })
  })

  it('are nothing where the message has no channel or is another SNAC', () => {
    expect(readIcbm(VECTOR_COOKIE, 0, 8, true)).toBeUndefined()
  })
})

describe('ICBM__CLIENT_ERR', () => {
  it('has the reason of a declined proposal', () => {
    expect(readClientError(CLIENT_ERROR, 0, CLIENT_ERROR.length)).toMatchObject({
      cookie: toHex(VECTOR_COOKIE),
      channel: 2,
      screenName: 'FiercelyGnarlyy',
      code: 3,
      reason: 1,
    })
    const bytes = snac(4, 0x0b, 1, CLIENT_ERROR)
    const message = decodeSnac(bytes, 0, bytes.length, false)
    expect(message.summary).toBe('refused CHANNEL_SPECIFIC PROPOSAL_DENIED ← FiercelyGnarlyy')
  })

  it('has no reason where the client wrote a bare code', () => {
    const bytes = CLIENT_ERROR.subarray(0, CLIENT_ERROR.length - 4)
    expect(readClientError(bytes, 0, bytes.length)?.reason).toBeUndefined()
  })
})

describe('the line about a rendezvous', () => {
  const line = (block: Uint8Array) => {
    const bytes = snac(4, 6, 1, concat(VECTOR_COOKIE, u16(2), string08('bob'), tlv(5, block)))
    return decodeSnac(bytes, 0, bytes.length, true).summary
  }

  it('says what, how large, the how-manieth, where and to whom', () => {
    expect(line(RENDEZVOUS_BLOCKS.P1)).toBe('PROPOSE send-file cygwin.bat 57 B seq 1 192.0.2.10:5190 → bob')
    expect(line(RENDEZVOUS_BLOCKS.P5)).toBe('PROPOSE send-file seq 3 proxy 203.0.113.250 token 9015 → bob')
    expect(line(RENDEZVOUS_BLOCKS.P6)).toBe('ACCEPT send-file → bob')
    expect(line(RENDEZVOUS_BLOCKS.P7)).toBe('CANCEL send-file USER_CANCEL → bob')
  })
})
