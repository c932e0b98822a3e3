/**
 * What a server tells about a user: string08 screen name, u16 warning level (tenths of a percent), u16 number of TLVs, TLVs.
 * The count is the only end of the block; the SNAC may go on behind it.
 */
import { bartIds } from './bart.ts'
import { group, list } from './structures.ts'
import { countedTlvs, tlvTable } from './tlv.ts'
import {
  blob,
  bytes,
  enum8,
  enum16,
  flags32,
  flagsAny,
  ipv4,
  screenName,
  string,
  time32,
  uint,
  u16,
  u32,
  u8,
  type Field,
  type Names,
} from './types.ts'
import { shortUuid, uuid } from './uuid.ts'

export const USER_CLASS = {
  0x00000001: 'UNCONFIRMED',
  0x00000002: 'ADMINISTRATOR',
  0x00000004: 'AOL',
  0x00000008: 'OSCAR_PAY',
  0x00000010: 'OSCAR_FREE',
  0x00000020: 'UNAVAILABLE',
  0x00000040: 'ICQ',
  0x00000080: 'WIRELESS',
  0x00000100: 'INTERNAL',
  0x00000200: 'FISH',
  0x00000400: 'BOT',
  0x00000800: 'BEAST',
  0x00001000: 'ONE_WAY_WIRELESS',
  0x00002000: 'OFFICIAL',
  0x00010000: 'BUDDY_MATCH_DIRECT',
  0x00020000: 'BUDDY_MATCH_INDIRECT',
  0x00040000: 'NO_KNOCK_KNOCK',
  0x00080000: 'FORWARD_MOBILE',
} as const satisfies Names

/** Low word: state, whose bits combine. High word: ICQ options. Sources differ on whether 0x20000 shows or hides the address. */
export const ICQ_STATUS = {
  0x00000001: 'AWAY',
  0x00000002: 'DO_NOT_DISTURB',
  0x00000004: 'NOT_AVAILABLE',
  0x00000010: 'OCCUPIED',
  0x00000020: 'FREE_FOR_CHAT',
  0x00000100: 'INVISIBLE',
  0x00010000: 'WEB_AWARE',
  0x00020000: 'SHOW_IP',
  0x00080000: 'BIRTHDAY',
  0x00200000: 'HOME_PAGE',
  0x01000000: 'DIRECT_DISABLED',
  0x10000000: 'DIRECT_WITH_AUTHORIZATION',
  0x20000000: 'DIRECT_WITH_CONTACTS',
} as const satisfies Names

const DC_TYPES = { 0: 'OFF', 1: 'FIREWALL', 2: 'SOCKS', 4: 'NORMAL', 6: 'WEB' } as const satisfies Names
const DC_VERSIONS = {
  4: 'ICQ98',
  6: 'ICQ99',
  7: 'ICQ2000',
  8: 'ICQ2001',
  9: 'ICQ_LITE',
  10: 'ICQ2003B',
} as const satisfies Names

/** Clients misuse the three times as marks of their version. */
export const dcInfo = {
  ...group(
    ['internalIp', ipv4],
    ['port', u32],
    ['type', enum8(DC_TYPES)],
    ['version', enum16(DC_VERSIONS)],
    ['authCookie', u32],
    ['webPort', u32],
    ['features', u32],
    ['infoTime', u32],
    ['extendedInfoTime', u32],
    ['extendedStatusTime', u32],
    ['unknown', u16],
  ),
  size: 37,
}

export const USER_INFO_TLVS = tlvTable('userinfo', {
  0x0001: ['USER_FLAGS', flagsAny(USER_CLASS)],
  0x0002: ['CREATE_TIME', time32],
  0x0003: ['SIGNON_TOD', time32],
  // Minutes say libpurple, joscar and open-oscar-server; seconds say the older documents and Wireshark.
  0x0004: ['IDLE_TIME', u16],
  0x0005: ['MEMBER_SINCE', time32],
  0x0006: ['STATUS', flags32(ICQ_STATUS)],
  0x0008: ['CLIENT_TYPE', u16],
  0x000a: ['EXTERNAL_IP', ipv4],
  0x000c: ['DC_INFO', dcInfo],
  0x000d: ['CAPABILITIES', list(uuid)],
  0x000e: ['AOL_CAPABILITIES', list(uuid)],
  0x000f: ['ONLINE_TIME', u32],
  0x0010: ['ONLINE_TIME_AOL', u32],
  0x0011: ['UPDATE_TIME', time32],
  0x0014: ['MY_INSTANCE_NUM', u8],
  // Seen from ICQ's servers in 2015.
  0x0018: ['NICKNAME', string],
  0x0019: ['SHORT_CAPABILITIES', list(shortUuid)],
  0x001a: ['AOL_SHORT_CAPABILITIES', list(shortUuid)],
  0x001b: ['CERT_HASH', bytes(16)],
  0x001d: ['BART_INFO', bartIds],
  0x001e: ['MY_SUBSCRIPTIONS', u32],
  0x001f: ['USER_FLAGS2', flags32(USER_CLASS)],
  0x0022: ['UNKNOWN_22', uint],
  0x0023: ['BUDDYFEED_TIME', time32],
  0x0026: ['SIG_TIME', time32],
  0x0027: ['AWAY_TIME', time32],
  0x0028: ['PRIMARY_INSTANCE', blob],
  0x002a: ['GEO_COUNTRY', string],
  0x002c: ['UNKNOWN_2C', uint],
  0x002d: ['UNKNOWN_2D', uint],
  0x0037: ['UNKNOWN_37', uint],
  0x0044: ['UNKNOWN_44', uint],
})

export const USER_INFO: readonly Field[] = [
  ['screenName', screenName],
  ['warningLevel', u16],
  countedTlvs(USER_INFO_TLVS),
]

export const userInfo = group(...USER_INFO)

/** Own information that a client sets. */
export const USER_INFO_SET_TLVS = tlvTable('userinfo-set', {
  0x0006: ['STATUS', flags32(ICQ_STATUS)],
  0x0008: ['CLIENT_TYPE', u16],
  0x000c: ['DC_INFO', dcInfo],
  0x0011: ['UPDATE_TIME', list(group(['type', u8], ['time', time32]))],
  0x0012: ['UNKNOWN_12', u16],
  0x001d: ['BART_INFO', bartIds],
  0x001f: ['USER_FLAGS2', flags32(USER_CLASS)],
})
