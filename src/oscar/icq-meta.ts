/**
 * Meta requests of ICQ clients and their answers, little-endian: u16 subtype, in answers u8 result, then what the subtype needs.
 * Layouts are those of the ICQ 2000 to 2003 clients; what is behind them stays undecoded.
 */
import { directoryRecord } from './icq-directory.ts'
import { icqTlvs } from './icq-tlvs.ts'
import { choose, counted, framed, group, optional } from './structures.ts'
import {
  bytes,
  enum16le,
  enum8,
  secret,
  string16,
  stringLe,
  u16,
  u16le,
  u32le,
  u8,
  type Field,
  type Names,
} from './types.ts'

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

const HOME = ['city', 'state', 'phone', 'fax', 'address']

const basic: readonly Field[] = [
  ...texts('nickname', 'firstName', 'lastName', 'email', ...HOME, 'mobile', 'zip'),
  ['country', u16le],
]
const work: readonly Field[] = [
  ...texts(...HOME, 'zip'),
  ['country', u16le],
  ...texts('company', 'department', 'position'),
  optional(['occupation', u16le], ['homepage', stringLe]),
]
const more: readonly Field[] = [
  ['age', u16le],
  ['gender', enum8({ 1: 'FEMALE', 2: 'MALE' })],
  ['homepage', stringLe],
  ['birthYear', u16le],
  ['birthMonth', u8],
  ['birthDay', u8],
  ['language1', u8],
  ['language2', u8],
  ['language3', u8],
]
const emails: readonly Field[] = [['emails', counted('u8', group(['hidden', u8], ['email', stringLe]))]]
const keywords = counted('u8', group(['category', u16le], ['keywords', stringLe]))
const affiliations: readonly Field[] = [
  ['past', keywords],
  ['affiliations', keywords],
]
const permissions: readonly Field[] = [
  ['authorization', enum8({ 0: 'REQUIRED', 1: 'NOT_REQUIRED' })],
  ['webAware', u8],
  ['directConnections', enum8({ 0: 'ANYBODY', 1: 'CONTACTS', 2: 'WITH_AUTHORIZATION' })],
]
const whoIs = texts('nickname', 'firstName', 'lastName', 'email')

/** u16 1, u16 22, zeros, then the XML of the message behind its length in network order. */
const sms: readonly Field[] = [
  ['one', u16],
  ['headLength', u16],
  ['unused', bytes(20)],
  ['xml', string16],
]

export const metaRequest: readonly Field[] = [
  ['metaType', enum16le(META_REQUESTS)],
  choose(
    'metaType',
    new Map<number, readonly Field[]>([
      [0x03ea, [...basic, ['gmtOffset', u8], optional(['publishEmail', u8])]],
      [0x03f3, work],
      [0x03fd, more],
      [0x0406, texts('notes')],
      [0x040b, emails],
      [0x0410, [['interests', keywords]]],
      [0x041a, affiliations],
      [0x0424, permissions],
      [0x042e, [['password', secret(stringLe)]]],
      [0x04b2, uin],
      [0x04ba, uin],
      [0x04c4, [...uin, ['password', secret(stringLe)]]],
      [0x04d0, uin],
      [0x0515, texts('firstName', 'lastName', 'nickname')],
      [0x051f, uin],
      [0x0529, texts('email')],
      [0x055f, [icqTlvs]],
      [0x0569, [icqTlvs]],
      [0x0573, [icqTlvs]],
      [0x074e, [['group', u16le]]],
      [0x0898, xml],
      [0x0c3a, [icqTlvs]],
      [0x0fa0, directoryRecord],
      [0x0fd2, directoryRecord],
      [0x1482, sms],
    ]),
  ),
]

/** One user of the answer to a search; its length does not count itself. The last one says how many were left out. */
const foundUser = group(
  ['uin', u32le],
  ...whoIs,
  ['authorization', u8],
  ['online', enum8({ 0: 'OFFLINE', 1: 'ONLINE', 2: 'NOT_WEB_AWARE' })],
  optional(['unused', u8], ['gender', u8], ['age', u16le]),
)

export const metaReply: readonly Field[] = [
  ['metaType', enum16le(META_REPLIES)],
  ['result', enum8(RESULTS)],
  optional(
    choose(
      'metaType',
      new Map<number, readonly Field[]>([
        [0x00c8, [...basic, optional(['gmtOffset', u8], ['authorization', u8], ['webAware', u8])]],
        [0x00d2, work],
        [0x00dc, more],
        [0x00e6, texts('notes')],
        [0x00eb, emails],
        [0x00f0, [['interests', keywords]]],
        [0x00fa, affiliations],
        [0x0104, [...whoIs, optional(['authorization', u8], ['unknown', u8], ['gender', u8])]],
        [0x010e, [['enabled', u8], optional(['category', u16le], ['keywords', stringLe])]],
        [0x01a4, [['user', framed('u16le', foundUser)]]],
        [0x01ae, [['user', framed('u16le', foundUser)], optional(['leftOut', u32le])]],
        [0x08a2, xml],
        [0x0faa, directoryRecord],
        [0x0fb4, directoryRecord],
        [0x0fdc, directoryRecord],
      ]),
    ),
  ),
]
