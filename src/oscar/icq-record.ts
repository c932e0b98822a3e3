/**
 * The record inside TLV 0x0001 of the ICQ foodgroup, little-endian: u16 length of the rest, u32 own number, u16 type, u16
 * sequence (a request and its answers have the same), then what the type needs. Texts are u16 length, bytes, NUL.
 */
import { icqTlvs } from './icq-tlvs.ts'
import { ICQ_TEXT } from './icq-message.ts'
import { choose, framed, group, optional } from './structures.ts'
import { enum16le, enum8, secret, stringLe, u16le, u32le, u8, type Field, type Names, type Type } from './types.ts'

const TYPES = {
  0x003c: 'OFFLINE_MESSAGES_QUERY',
  0x003e: 'OFFLINE_MESSAGES_DELETE',
  0x0041: 'OFFLINE_MESSAGE',
  0x0042: 'OFFLINE_MESSAGES_END',
  0x07d0: 'META_REQUEST',
  0x07da: 'META_REPLY',
} as const satisfies Names

const META_REQUESTS = {
  0x03ea: 'SET_BASIC',
  0x03f3: 'SET_WORK',
  0x03fd: 'SET_MORE',
  0x0406: 'SET_NOTES',
  0x040b: 'SET_EMAILS',
  0x0410: 'SET_INTERESTS',
  0x041a: 'SET_AFFILIATIONS',
  0x0424: 'SET_PERMISSIONS',
  0x042e: 'SET_PASSWORD',
  0x04b2: 'FULL_INFO',
  0x04ba: 'SHORT_INFO',
  0x04c4: 'UNREGISTER',
  0x04d0: 'FULL_INFO_2',
  0x0515: 'SEARCH_BY_DETAILS',
  0x051f: 'SEARCH_BY_UIN',
  0x0529: 'SEARCH_BY_EMAIL',
  0x0533: 'SEARCH_WHITE_PAGES',
  0x053d: 'SEARCH_053D',
  0x0547: 'SEARCH_0547',
  0x0551: 'SEARCH_0551',
  0x055f: 'SEARCH_055F',
  0x0569: 'SEARCH_0569',
  0x0573: 'SEARCH_0573',
  0x0654: 'PHONE',
  0x074e: 'RANDOM_USER',
  0x0758: 'STATISTICS',
  0x0898: 'XML_REQUEST',
  0x0c3a: 'SET_FULL_INFO',
  0x0fa0: 'DIRECTORY_QUERY',
  0x0fd2: 'DIRECTORY_UPDATE',
  0x1482: 'SMS',
} as const satisfies Names

const META_REPLIES = {
  0x0064: 'SET_BASIC_ACK',
  0x006e: 'SET_WORK_ACK',
  0x0078: 'SET_MORE_ACK',
  0x0082: 'SET_NOTES_ACK',
  0x0087: 'SET_EMAILS_ACK',
  0x008c: 'SET_INTERESTS_ACK',
  0x0096: 'SET_AFFILIATIONS_ACK',
  0x00a0: 'SET_PERMISSIONS_ACK',
  0x00c8: 'BASIC_INFO',
  0x00d2: 'WORK_INFO',
  0x00dc: 'MORE_INFO',
  0x00e6: 'NOTES_INFO',
  0x00eb: 'EMAILS_INFO',
  0x00f0: 'INTERESTS_INFO',
  0x00fa: 'AFFILIATIONS_INFO',
  0x0104: 'SHORT_INFO',
  0x010e: 'HOME_PAGE_INFO',
  0x01a4: 'USER_FOUND',
  0x01ae: 'LAST_USER_FOUND',
  0x08a2: 'XML_REPLY',
  0x0c3f: 'SET_FULL_INFO_ACK',
  0x0faa: 'DIRECTORY_QUERY_ACK',
  0x0fb4: 'DIRECTORY_REPLY',
  0x0fdc: 'DIRECTORY_UPDATE_ACK',
} as const satisfies Names

const RESULTS = { 0x0a: 'OK', 0x14: 'ERROR', 0x32: 'FAILED' } as const satisfies Names

const texts = (...names: readonly string[]): readonly Field[] => names.map((name): Field => [name, stringLe])

const uin: readonly Field[] = [['wantedUin', u32le]]
const xml: readonly Field[] = [['xml', stringLe]]

const metaRequest: readonly Field[] = [
  ['metaType', enum16le(META_REQUESTS)],
  choose(
    'metaType',
    new Map<number, readonly Field[]>([
      [0x042e, [['password', secret(stringLe)]]],
      [0x04b2, uin],
      [0x04ba, uin],
      [0x04c4, [...uin, ['password', secret(stringLe)]]],
      [0x04d0, uin],
      [0x051f, uin],
      [0x055f, [icqTlvs]],
      [0x0569, [icqTlvs]],
      [0x0573, [icqTlvs]],
      [0x0898, xml],
      [0x0c3a, [icqTlvs]],
    ]),
  ),
]

const HOME = ['city', 'state', 'phone', 'fax', 'address']

/** Only what comes before the first field whose layout is in doubt; the rest is undecoded. */
const metaReply: readonly Field[] = [
  ['metaType', enum16le(META_REPLIES)],
  ['result', enum8(RESULTS)],
  optional(
    choose(
      'metaType',
      new Map<number, readonly Field[]>([
        [
          0x00c8,
          [...texts('nickname', 'firstName', 'lastName', 'email', ...HOME, 'mobile', 'zip'), ['country', u16le]],
        ],
        [0x00d2, [...texts(...HOME, 'zip'), ['country', u16le], ...texts('company', 'department', 'position')]],
        [0x00e6, texts('notes')],
        [0x0104, texts('nickname', 'firstName', 'lastName', 'email')],
        [0x08a2, xml],
      ]),
    ),
  ),
]

const offlineMessage: readonly Field[] = [
  ['sender', u32le],
  ['year', u16le],
  ['month', u8],
  ['day', u8],
  ['hour', u8],
  ['minute', u8],
  ...ICQ_TEXT,
]

const record = (...meta: readonly (readonly [type: number, fields: readonly Field[]])[]): Type =>
  framed(
    'u16le',
    group(
      ['uin', u32le],
      ['type', enum16le(TYPES)],
      ['sequence', u16le],
      choose('type', new Map<number, readonly Field[]>(meta)),
    ),
  )

export const icqRequest = record([0x07d0, metaRequest])

export const icqReply = record([0x0041, offlineMessage], [0x0042, [['dropped', u8]]], [0x07da, metaReply])
