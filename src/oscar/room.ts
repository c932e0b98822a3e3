/** Chat rooms and exchanges, as the chat directory and the chat hosts describe them. */
import { ROOM } from './rendezvous/service-data.ts'
import { group, list } from './structures.ts'
import { countedTlvs, tlvTable } from './tlv.ts'
import {
  blob,
  empty,
  enum8,
  flags16,
  flagsAny,
  screenName,
  string,
  time32,
  u16,
  u8,
  uint,
  type Field,
  type Names,
} from './types.ts'
import { USER_CLASS, userInfo } from './user-info.ts'

const ROOM_FLAGS = {
  0x0001: 'EVILABLE',
  0x0002: 'NAV_ONLY',
  0x0004: 'INSTANCING_ALLOWED',
  0x0008: 'OCCUPANT_PEEK_ALLOWED',
} as const satisfies Names

const CREATE_PERMISSIONS = { 0: 'NONE', 1: 'ROOM', 2: 'EXCHANGE' } as const satisfies Names

export const CHAT_ROOM_TLVS = tlvTable('chat-room', {
  0x0001: ['BROWSABLE_TREE', empty],
  0x0002: ['CLASS_PERMS', flagsAny(USER_CLASS)],
  0x0003: ['MAX_CONCURRENT_ROOMS', uint],
  0x0004: ['MAX_NAME_LEN', uint],
  0x0005: ['ROOT_ROOMS', list(group(['exchange', u16], ['roomCookie', screenName], ['instance', u16]))],
  0x0006: ['SEARCH_TAGS', list(u16)],
  0x0065: ['CHILD_ROOMS', blob],
  0x0066: ['CONTAINS_USER_CLASS', blob],
  0x0067: ['CONTAINS_USER_ARRAY', blob],
  0x0068: ['EVIL_GENERATED', blob],
  0x0069: ['EVIL_GENERATED_ARRAY', blob],
  0x006a: ['FULLY_QUALIFIED_NAME', string],
  0x006b: ['MODERATOR', blob],
  0x006c: ['MORE_ROOM_INFO', blob],
  0x006d: ['NUM_CHILDREN', blob],
  0x006e: ['NUM_INSTANCES', blob],
  0x006f: ['OCCUPANCY', u16],
  0x0070: ['OCCUPANCY_ARRAY', blob],
  0x0071: ['OCCUPANT_EVIL', blob],
  0x0072: ['OCCUPANT_EVIL_ARRAY', blob],
  0x0073: ['OCCUPANT_LIST', list(userInfo)],
  0x0074: ['PARENT_ROOM', blob],
  0x0075: ['ROOM_ACTIVITY', blob],
  0x0076: ['ROOM_ACTIVITY_ARRAY', blob],
  0x0077: ['ROOM_GROSS_EVIL', blob],
  0x0078: ['ROOM_NET_EVIL', blob],
  0x0079: ['SPEAKER', blob],
  0x00c9: ['FLAGS', flags16(ROOM_FLAGS)],
  0x00ca: ['CREATE_TIME', time32],
  0x00cb: ['CREATOR', blob],
  0x00cc: ['DESCRIPTION', string],
  0x00cd: ['DESCRIPTION_URL', string],
  0x00ce: ['IS_CLOSED', blob],
  0x00cf: ['LANGUAGE', string],
  0x00d0: ['MANDATORY_CHANNELS', blob],
  0x00d1: ['MAX_MSG_LEN', u16],
  0x00d2: ['MAX_OCCUPANCY', u16],
  0x00d3: ['ROOM_NAME', string],
  0x00d4: ['OPTIONAL_CHANNELS', blob],
  0x00d5: ['NAV_CREATE_PERMS', enum8(CREATE_PERMISSIONS)],
  0x00d6: ['CHARSET_1', string],
  0x00d7: ['LANG_1', string],
  0x00d8: ['CHARSET_2', string],
  0x00d9: ['LANG_2', string],
  0x00da: ['MAX_MSG_VIS_LEN', u16],
  0x00db: ['CONTENT_TYPE', string],
})

export const ROOM_DETAILS: readonly Field[] = [...ROOM, ['detail', u8], countedTlvs(CHAT_ROOM_TLVS)]
