import { describe, expect, it } from 'vitest'
import { toJson, type Json } from '../../src/bytes/node.ts'
import { decodeSnac } from '../../src/oscar/index.ts'
import { FlapReader } from '../../src/oscar/flap.ts'
import { Clock } from '../../src/clock.ts'
import { FlapRows } from '../../src/oscar/flap-rows.ts'
import { SnacRows } from '../../src/oscar/snac-rows.ts'
import {
  ascii,
  clientOnline,
  concat,
  flap,
  hex,
  icbmToClient,
  prefix,
  snac,
  snacError,
  string08,
  string16,
  tlv,
  u16,
  u32,
  u8,
  userInfo,
  utf16be,
} from '../support/index.ts'

const COOKIE = '3132333435363700'
const ROOM = concat(u16(4), string08('!aol://2719:10-4-room'), u16(0))
const RATES = [1, 2].map((id) => concat(u16(id), u32(80, 2500, 2000, 1500, 800, 6000, 6000)))
const DC_INFO = concat('0A4D000B', u32(5190), u8(4), u16(8), 'DEADBEEF', u32(80, 3, 1, 2, 3), u16(0))
const RELAY = hex(
  `1B00 0800 ${'00'.repeat(16)} 0000 03000000 00 FEFF 0E00 FEFF ${'00'.repeat(12)} 01 00 0000 0100 0300 686900`,
)
const SERVER_RELAY = '094613494C7F11D18222444553540000'
const fragment = (tag: number, value: Uint8Array) => concat(u16(tag, value.length), value)
const item = (name: string, id: number) => concat(string16(name), u16(1, id, 0, 0))

/** What Wireshark 4.0.17 shows wrongly or not at all, a frame that it is about, and what is right. */
const ROWS: readonly (readonly [what: string, foodgroup: number, subgroup: number, body: Uint8Array, right: Json])[] = [
  [
    'rendezvous service data stays raw',
    4,
    7,
    icbmToClient({
      cookie: COOKIE,
      channel: 2,
      from: 'bob',
      tlvs: [
        tlv(
          5,
          concat(
            '0000',
            COOKIE,
            '094613434C7F11D18222444553540000',
            tlv(10, u16(1)),
            tlv(0x2711, '0001000100000039 6100'),
          ),
        ),
      ],
    }),
    { rendezvous: { SERVICE_DATA: { fileCount: 1, totalSize: 57, fileName: 'a' } } },
  ],
  [
    'channel 3 stays raw',
    14,
    6,
    concat(COOKIE, u16(3), tlv(5, concat(tlv(2, ascii('us-ascii')), tlv(1, ascii('<B>hi</B>'))))),
    { MESSAGE_INFO: { ENCODING: 'us-ascii', TEXT: '<B>hi</B>', TEXT_PLAIN: 'hi' } },
  ],
  [
    'channel 4 stays raw',
    4,
    7,
    icbmToClient({ cookie: COOKIE, channel: 4, from: '123', tlvs: [tlv(5, 'F1FB0900 01 00 0300 686900')] }),
    { DATA: { uin: 654321, type: 'PLAIN', text: 'hi' } },
  ],
  [
    'messages through the ICQ relay stay raw',
    4,
    7,
    icbmToClient({
      cookie: COOKIE,
      channel: 2,
      from: '123',
      tlvs: [tlv(5, concat('0000', COOKIE, SERVER_RELAY, tlv(0x2711, RELAY)))],
    }),
    { rendezvous: { SERVICE_DATA: { client: { version: 8, counter: 0xfffe }, messageType: 'PLAIN', text: 'hi' } } },
  ],
  [
    'a text must begin with its features, and UTF-16 is bytes',
    4,
    7,
    icbmToClient({
      cookie: COOKIE,
      channel: 1,
      from: 'bob',
      tlvs: [tlv(2, concat(fragment(0x0101, concat(u16(2, 0), utf16be('<b>čau</b>'))), fragment(0x0501, hex('01'))))],
    }),
    { IM_DATA: { TEXT: { charset: 'UTF_16BE', text: '<b>čau</b>', textPlain: 'čau' }, FEATURES: '01' } },
  ],
  [
    'missed calls have no fields',
    4,
    10,
    concat(u16(1), userInfo('bob'), u16(3, 2)),
    { missed: [{ channel: 1, userInfo: { screenName: 'bob' }, count: 3, reason: 'RATE_EXCEEDED' }] },
  ],
  [
    'ICBM subcodes have no names',
    4,
    1,
    snacError(4, 0x0e),
    { code: 'NOT_LOGGED_ON', ERROR_SUBCODE: 'OFFLINE_MESSAGES_NOT_ACCEPTED' },
  ],
  ['room info is not decoded', 14, 2, concat(ROOM, u8(2), u16(1), tlv(0x00d3, ascii('room'))), { ROOM_NAME: 'room' }],
  [
    'chat navigation is not decoded',
    13,
    9,
    concat(tlv(2, u8(10)), tlv(3, concat(u16(4, 1), tlv(0x00d1, u16(1024))))),
    { MAX_CONCURRENT_ROOMS: 10, EXCHANGE_INFO: { exchange: 4, MAX_MSG_LEN: 1024 } },
  ],
  [
    'direct-connection info is shifted behind the cookie, type 4 is "not possible"',
    3,
    11,
    userInfo('123', [tlv(0x000c, DC_INFO)]),
    {
      users: [
        {
          DC_INFO: {
            internalIp: '10.77.0.11',
            port: 5190,
            type: 'NORMAL',
            version: 'ICQ2001',
            authCookie: 0xdeadbeef,
            webPort: 80,
            features: 3,
            infoTime: 1,
            extendedStatusTime: 3,
          },
        },
      ],
    },
  ],
  [
    'times, status and idleness are bare numbers',
    3,
    11,
    userInfo('123', [tlv(6, u32(0x10000013)), tlv(4, u16(10))]),
    { users: [{ STATUS: ['AWAY', 'DO_NOT_DISTURB', 'OCCUPIED', 'DIRECT_WITH_AUTHORIZATION'], IDLE_TIME: 10 }] },
  ],
  [
    'a warning notice is "malformed"',
    1,
    16,
    concat(u16(100), userInfo('bob')),
    { newEvil: 100, userInfo: { screenName: 'bob', USER_FLAGS: ['OSCAR_FREE'] } },
  ],
  ['600 idle seconds are 0', 1, 17, u32(600), { seconds: 600 }],
  [
    'the room of a service request is ignored',
    1,
    4,
    concat(u16(14), tlv(1, ROOM)),
    { foodgroup: 14, ROOM_INFO: { exchange: 4 } },
  ],
  [
    'the foodgroups of a migration are counted elsewhere',
    1,
    18,
    concat(u16(2, 1, 4), tlv(5, ascii('host:5190'))),
    { foodgroups: [1, 4], RECONNECT_HERE: 'host:5190' },
  ],
  [
    'rate classes of 30 bytes are "malformed"',
    1,
    7,
    concat(u16(2), ...RATES, u16(1, 1, 4, 6), u16(2, 0)),
    {
      classes: [{ classId: 1, maxLevel: 6000 }, { classId: 2 }],
      groups: [{ members: [{ foodgroup: 4, subgroup: 6 }] }, {}],
    },
  ],
  [
    'only the first art item',
    1,
    33,
    hex('0001 00 01 AA 000D 04 04 00000001'),
    { items: [{ type: 'BUDDY_ICON', hash: 'aa' }, { type: 'STATUS_TEXT_TIMESTAMP' }] },
  ],
  [
    'only the first TLV of a pop-up',
    8,
    2,
    concat(tlv(1, ascii('hello')), tlv(2, ascii('http://x')), tlv(3, u16(300))),
    { MESSAGE: 'hello', URL: 'http://x', WIDTH: 300 },
  ],
  [
    'the login asks for its name first',
    23,
    6,
    concat(tlv(0x004b), tlv(0x005a), tlv(1, ascii('alice'))),
    { SCREEN_NAME: 'alice', UNKNOWN_4B: true },
  ],
  [
    'only the first feedbag item',
    19,
    8,
    concat(item('a', 1), item('b', 2)),
    { items: [{ name: 'a' }, { name: 'b', itemId: 2 }] },
  ],
  ['error codes end at 0x18', 1, 1, snacError(0x1a), { code: 'TIMEOUT' }],
  [
    'three capabilities never match, long or short',
    3,
    11,
    userInfo('bob', [
      tlv(0x000d, concat(...['010A', '010B', '01FF'].map((code) => `0946${code}4C7F11D18222444553540000`))),
      tlv(0x0019, '010A010B01FF'),
    ]),
    { users: [{ screenName: 'bob' }] },
  ],
  ['SNACs of newer foodgroups are unknown', 0x85, 3, u16(10), { result: 'SENT' }],
]

describe('what Wireshark shows wrongly or not at all is right here:', () => {
  it.each(ROWS)('%s', (_what, foodgroup, subgroup, body, right) => {
    const bytes = snac(foodgroup, subgroup, 1, body)
    expect(toJson(decodeSnac(bytes, 0, bytes.length).node)).toMatchObject(right as object)
  })

  it('the names of those capabilities', () => {
    const [, , , body] = ROWS.find(([what]) => what.startsWith('three capabilities'))!
    const bytes = snac(3, 11, 1, body)
    const text = JSON.stringify(decodeSnac(bytes, 0, bytes.length).node)
    for (const name of ['HOST_STATUS_TEXT_AWARE', 'RTIM', 'SMART_CAPS']) expect(text.split(`"${name}"`)).toHaveLength(3)
  })

  it('a sign-off of four bytes is a frame when the stream ends with it', () => {
    const channels: number[] = []
    const sink = {
      frame: (_reader: FlapReader, bytes: Uint8Array, start: number) => void channels.push(bytes[start + 1]!),
      outOfSequence() {},
      junk() {},
      partial() {},
    }
    const reader = new FlapReader(sink, true, false, new FlapRows(new SnacRows(new Clock())), 0)
    const stream = concat(flap(1, 1, u32(1)), '2A040002')
    reader.push(stream, 0, stream.length, 1)
    reader.end()
    expect(channels).toEqual([1, 4])
  })

  it('the block that flag 0x8000 announces is read, and the body behind it', () => {
    const bytes = snac(1, 2, 1, concat(prefix([tlv(1, u16(4))]), clientOnline(1, 4)), 0x8000)
    expect(toJson(decodeSnac(bytes, 0, bytes.length).node)).toMatchObject({
      prefix: { FAMILY_VERSION: 4 },
      versions: [{ foodgroup: 1 }, { foodgroup: 4, toolId: 0x0110 }],
    })
  })
})
