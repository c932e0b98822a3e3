import { describe, expect, it } from 'vitest'
import { find, toJson, type Node } from '../../src/bytes/node.ts'
import { decodeSignoff, decodeSignon, decodeSnac, SNAC_HEADER } from '../../src/oscar/index.ts'
import { ascii, concat, FRAMES, REGRESSIONS, snac, string08, tlv, u16, u32, u8, userInfo } from '../support/index.ts'

const FLAP_HEADER = 6

const frame = (name: keyof typeof FRAMES) => {
  const { bytes, side } = FRAMES[name]
  return decodeSnac(bytes, FLAP_HEADER, bytes.length, side === 'client')
}

const regression = (name: keyof typeof REGRESSIONS) => {
  const bytes = REGRESSIONS[name]
  return decodeSnac(bytes, FLAP_HEADER, bytes.length)
}

const body = (foodgroup: number, subgroup: number, bytes: Uint8Array) =>
  toJson(decodeSnac(snac(foodgroup, subgroup, 1, bytes), 0, SNAC_HEADER + bytes.length).node) as Record<string, unknown>

const problemOf = (node: Node, ...path: string[]) => find(node, ...path)?.problem

describe('the worked frames', () => {
  it('HOST_ONLINE lists its foodgroups', () => {
    expect(toJson(frame('hostOnline').node)).toEqual({
      snac: { foodgroup: 1, subgroup: 3, flags: [], requestId: 0x80000000, name: 'OSERVICE__HOST_ONLINE' },
      foodgroups: [1, 2, 4],
    })
  })

  it('SERVICE_REQUEST names a foodgroup', () => {
    expect(frame('serviceRequest')).toMatchObject({ foodgroup: 1, subgroup: 4, requestId: 0x00010004 })
    expect(toJson(frame('serviceRequest').node)).toMatchObject({ foodgroup: 0x10 })
  })

  it('SERVICE_RESPONSE has its prefix read, its body behind it and its cookie masked', () => {
    const message = frame('serviceResponse')
    expect(message.bodyAt).toBe(FLAP_HEADER + SNAC_HEADER + 8)
    expect(toJson(message.node)).toEqual({
      snac: { foodgroup: 1, subgroup: 5, flags: ['PREFIX'], requestId: 0x00010004, name: 'OSERVICE__SERVICE_RESPONSE' },
      prefix: { tlvLength: 6, FAMILY_VERSION: 4 },
      GROUP_ID: 0x10,
      RECONNECT_HERE: '192.0.2.7:5190',
      LOGIN_COOKIE: '***',
    })
    expect(toJson(message.node, { secrets: true })).toMatchObject({ LOGIN_COOKIE: '49434f4e' })
  })

  it('messages have their text, their cookie and their people', () => {
    expect(frame('message').summary).toBe('IM "hi" → bob')
    expect(toJson(frame('message').node)).toMatchObject({
      cookie: '3132333435363700',
      channel: 1,
      screenName: 'bob',
      IM_DATA: { FEATURES: '01', TEXT: { charset: 'ASCII', language: 0, text: 'hi' } },
      REQUEST_HOST_ACK: true,
    })
    expect(find(frame('message').node, 'cookie')?.label).toBe('1234567')
    expect(frame('messageFromBob').summary).toBe('IM "yo" ← bob')
    expect(toJson(frame('messageFromBob').node)).toMatchObject({
      userInfo: { screenName: 'bob', warningLevel: 0, tlvCount: 2, USER_FLAGS: ['OSCAR_FREE'], ONLINE_TIME: 60 },
    })
  })

  it('errors have the names of code and subcode', () => {
    expect(frame('notLoggedOn').summary).toBe('error 0x0004 NOT_LOGGED_ON OFFLINE_MESSAGES_NOT_ACCEPTED')
  })

  it('FEEDBAG__STATUS has a result for each item', () => {
    expect(toJson(frame('feedbagStatus').node)).toMatchObject({ results: ['OK', 'ALREADY_EXISTS'] })
  })

  it('sign-on and sign-off frames have version, cookie and reason', () => {
    const { serverSignon, clientSignon, signoff } = FRAMES
    const signon = (bytes: Uint8Array) => decodeSignon(bytes, FLAP_HEADER, bytes.length)
    expect(toJson(signon(serverSignon.bytes).node)).toEqual({ version: 1 })
    expect(toJson(signon(clientSignon.bytes).node, { secrets: true })).toEqual({ version: 1, LOGIN_COOKIE: '434f4f4b' })
    const end = decodeSignoff(signoff.bytes, FLAP_HEADER, signoff.bytes.length)
    expect(end.summary).toBe('SIGNED_ON_ELSEWHERE')
  })
})

describe('frames that crashed or hung others', () => {
  it('R01: stray bytes behind a message are trailing', () => {
    for (const stray of ['00', '0000', '000000']) {
      const bytes = concat(REGRESSIONS.R01.subarray(0, REGRESSIONS.R01.length - 1), stray)
      const message = decodeSnac(bytes, FLAP_HEADER, bytes.length)
      expect(toJson(message.node)).toMatchObject({ IM_DATA: { TEXT: { text: 'hi' } }, trailing: stray })
    }
  })

  it('R02: an item that runs out of user info ends there', () => {
    const user = find(regression('R02').node, 'users', 'item')!
    expect(problemOf(user, 'BART_INFO', 'item', 'status')).toBe('length 255, 1 left')
    expect(find(user, 'tlvCount')?.problem).toBeUndefined()
  })

  it('R03: the data of a plug-in message is no length', () => {
    expect(regression('R03').summary).toContain('ICQ PLUGIN')
    expect(find(regression('R03').node, 'DATA', 'text')?.raw).toHaveLength(2 * 39)
  })

  it('R04: a contact list says how many it lacks', () => {
    expect(problemOf(regression('R04').node, 'DATA', 'text')).toBe('count 5, 1 present')
  })

  it('R05: a text without separators is one field with a problem', () => {
    const text = find(regression('R05').node, 'DATA', 'text')!
    expect(toJson(text)).toEqual(['http://x no separator'])
    expect(text.problem).toBe('fields 1, should be more')
  })

  it('R06: text that is no UTF-8 is shown as far as it goes, with its bytes', () => {
    const json = toJson(regression('R06').node) as Record<string, string>
    expect(json.screenNameRaw).toBe('fffefdfcfb')
    expect(json.screenName).toBe('ÿþýüû')
    expect(json.messageRaw).toBe('c328a0')
  })

  it('R07, R08: errors for requests nobody made are errors', () => {
    expect(regression('R07').summary).toBe('error 0xffff')
    expect(regression('R08').summary).toBe('error 0x0004 NOT_LOGGED_ON')
  })

  it('R11: a file name that is no UTF-8 keeps its bytes', () => {
    const data = toJson(find(regression('R11').node, 'rendezvous', 'SERVICE_DATA')!) as Record<string, unknown>
    expect(data).toMatchObject({ fileCount: 1, totalSize: 1234, fileNameRaw: '61fffe802e747874' })
  })

  it('R16: a prefix that does not fit is no prefix', () => {
    const message = regression('R16')
    expect(message.node.children![0]!.problem).toBe('prefix length 65535, 6 left')
    expect(message.bodyAt).toBe(FLAP_HEADER + SNAC_HEADER)
  })

  it('R20: forty capabilities are a list of forty', () => {
    const message = body(0x0002, 0x0004, tlv(0x0005, new Uint8Array(40 * 16)))
    expect(message.CAPABILITIES).toHaveLength(40)
  })

  it('R22: address tags of a wrong size are hex with a problem, each for itself', () => {
    const block = find(regression('R22').node, 'rendezvous')!
    expect(problemOf(block, 'RENDEZVOUS_IP_ADDR')).toBe('length 2, should be 4')
    expect(problemOf(block, 'PORT')).toBe('length 1, should be 2')
    expect(problemOf(block, 'IP_ADDR_XOR')).toBe('length 0, should be 4')
    expect(find(block, 'SEQUENCE_NUM')?.value).toBe(1)
  })
})

describe('bodies', () => {
  it('a rate class has 30 bytes, or 35 when what follows then fits', () => {
    const short = concat(u16(7), u32(80, 2500, 2000, 1500, 800, 3400, 6000))
    const groups = concat(u16(7, 2), u16(4, 6, 2, 5))
    const members = [
      { foodgroup: 4, subgroup: 6 },
      { foodgroup: 2, subgroup: 5 },
    ]
    for (const record of [short, concat(short, u32(9), u8(3))]) {
      const json = body(0x0001, 0x0007, concat(u16(1), record, groups))
      expect(json.groups).toEqual([{ classId: 7, members }])
      expect(json.classes).toMatchObject([{ classId: 7, maxLevel: 6000 }])
      expect(json.undecoded).toBeUndefined()
    }
  })

  it('a warning without a name has no user info', () => {
    expect(body(0x0001, 0x0010, u16(100))).not.toHaveProperty('userInfo')
    expect(body(0x0001, 0x0010, concat(u16(100), userInfo('eve')))).toMatchObject({ userInfo: { screenName: 'eve' } })
  })

  it('an ICQ record is little-endian inside its TLV and hides a password', () => {
    const record = '1100 40e20100 d007 0100 2e04 0500 6162636400'
    const json = body(0x0015, 0x0002, tlv(0x0001, record))
    expect(json.METADATA).toEqual({
      uin: 123456,
      type: 'META_REQUEST',
      sequence: 1,
      metaType: 'SET_PASSWORD',
      password: '***',
    })
  })

  it('passwords, roasted or hashed, are masked unless asked for', () => {
    const login = concat(tlv(0x0002, '924fe2'), tlv(0x0025, new Uint8Array(16)), tlv(0x0001, ascii('bob')))
    const bytes = snac(0x0017, 0x0002, 1, login)
    const { node } = decodeSnac(bytes, 0, bytes.length)
    expect(toJson(node)).toMatchObject({ ROASTED_PASSWORD: '***', PASSWORD_HASH: '***', SCREEN_NAME: 'bob' })
    expect(toJson(node, { secrets: true })).toMatchObject({ ROASTED_PASSWORD: 'aic', ROASTED_PASSWORDRaw: '924fe2' })
  })

  it('a secret of a wrong size is still a secret', () => {
    expect(body(0x0017, 0x0002, tlv(0x0025, 'abcd'))).toMatchObject({
      PASSWORD_HASH: '***',
      PASSWORD_HASHProblem: 'length 2, should be 16',
    })
  })

  it('a feedbag item has its attributes by name', () => {
    const item = concat('0003 626f62', u16(1, 256, 0, 11), tlv(0x0131, ascii('Bobby')), 'aabb')
    const json = body(0x0013, 0x0008, item)
    expect(json.items).toMatchObject([
      { name: 'bob', groupId: 1, itemId: 256, class: 'BUDDY', ALIAS: 'Bobby', trailing: 'aabb' },
    ])
  })

  it('UTF-16 text of an odd length loses its last byte and says so', () => {
    const text = concat(u16(2, 0), '0068 0069 00')
    const fragments = concat('0501 0001 01', u16(0x0101, text.length), text)
    const bytes = snac(4, 6, 1, concat(new Uint8Array(8), u16(1), string08('bob'), tlv(0x0002, fragments)))
    const leaf = find(decodeSnac(bytes, 0, bytes.length).node, 'IM_DATA', 'TEXT', 'text')!
    expect(leaf).toMatchObject({ value: 'hi', problem: 'length 5, should be even' })
  })

  it('a chat message in UTF-16 is read in the charset that follows it', () => {
    const info = concat(tlv(0x0001, '00480069'), tlv(0x0002, ascii('unicode-2-0')))
    const json = body(0x000e, 0x0006, concat(new Uint8Array(8), u16(3), tlv(0x0005, info)))
    expect(json.MESSAGE_INFO).toMatchObject({ TEXT: 'Hi' })
  })

  it('nobody described is shown as TLVs when it is some, else as hex', () => {
    expect(body(0x0018, 0x0002, tlv(0x0102, 'beef'))).toMatchObject({ TLV_0x0102: 'beef' })
    expect(body(0x0018, 0x0002, u8(1, 2, 3))).toMatchObject({ undecoded: '010203' })
    expect(body(0x7777, 0x0002, u8(1, 2, 3))).toMatchObject({ snac: { name: '0x7777__0x0002' }, undecoded: '010203' })
  })
})
