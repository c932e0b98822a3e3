/** FEEDBAG (SSI), 0x0013: buddy list, permissions and preferences that the server stores. */
import { find, type Node } from '../../bytes/node.ts'
import { errorBody } from '../errors.ts'
import { feedbagItem } from '../feedbag-item.ts'
import { foodgroup } from '../foodgroup.ts'
import { counted, list, optional } from '../structures.ts'
import { say } from '../summary.ts'
import { tlvs, tlvTable, UNKNOWN_TLVS } from '../tlv.ts'
import {
  enum16,
  enum8,
  flags16,
  screenName,
  string16,
  time32,
  u16,
  u32,
  u8,
  uint,
  type Field,
  type Names,
} from '../types.ts'

const STATUS_CODES = {
  0x00: 'OK',
  0x01: 'DATABASE_ERROR',
  0x02: 'NOT_FOUND',
  0x03: 'ALREADY_EXISTS',
  0x05: 'UNAVAILABLE',
  0x0a: 'BAD_REQUEST',
  0x0b: 'DATABASE_TIMEOUT',
  0x0c: 'OVER_ROW_LIMIT',
  0x0d: 'NOT_EXECUTED',
  0x0e: 'AUTH_REQUIRED',
  0x0f: 'AUTO_AUTH',
  0x10: 'BAD_LOGIN_ID',
  0x11: 'OVER_BUDDY_LIMIT',
  0x14: 'INSERT_SMART_GROUP',
  0x1a: 'TIMEOUT',
} as const satisfies Names

const queryTlvs = tlvTable('feedbag-rights-query', {
  0x000b: ['FLAGS', flags16({ 0x0001: 'INTERACTIONS', 0x0002: 'BUDDY_AUTHORIZATION' })],
})

const rightsTlvs = tlvTable('feedbag-rights', {
  0x0002: ['MAX_CLASS_ATTRS', u16],
  0x0003: ['MAX_ITEM_ATTRS', u16],
  0x0004: ['MAX_ITEMS_BY_CLASS', list(u16)],
  0x0005: ['MAX_CLIENT_ITEMS', u16],
  0x0006: ['MAX_ITEM_NAME_LEN', u16],
  0x0007: ['MAX_RECENT_BUDDIES', u16],
  0x0008: ['INTERACTION_BUDDIES', u16],
  0x0009: ['INTERACTION_HALF_LIFE', u32],
  0x000a: ['INTERACTION_MAX_SCORE', u32],
  0x000b: ['MAX_UNKNOWN_0B', u16],
  0x000c: ['MAX_BUDDIES_PER_GROUP', u16],
  0x000d: ['MAX_MEGA_BOTS', u16],
  0x000e: ['MAX_SMART_GROUPS', u16],
})

const items: readonly Field[] = [['items', list(feedbagItem)]]
const lastUpdate: Field = ['lastUpdate', time32]
const authorization: readonly Field[] = [['screenName', screenName], ['message', string16], optional(['flags', u16])]
const response: readonly Field[] = [
  ['screenName', screenName],
  ['accepted', enum8({ 0: 'DENIED', 1: 'GRANTED' })],
  ['message', string16],
]

function itemsSummary(fields: Node): string {
  const all = find(fields, 'items')?.children ?? []
  const texts = all.slice(0, 3).map((item) => `${say(item, 'class')} ${say(item, 'name')}`.trim())
  return texts.join(', ') + (all.length > texts.length ? ` and ${all.length - texts.length} more` : '')
}

export const FEEDBAG = foodgroup(0x0013, 'FEEDBAG', {
  0x0001: { name: 'FEEDBAG__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: {
    name: 'FEEDBAG__RIGHTS_QUERY',
    from: 'client',
    body: [tlvs(queryTlvs)],
    about: 'ask for the limits of this foodgroup',
  },
  0x0003: {
    name: 'FEEDBAG__RIGHTS_REPLY',
    from: 'server',
    repliesTo: 0x0002,
    body: [tlvs(rightsTlvs)],
    about: 'limits',
  },
  0x0004: { name: 'FEEDBAG__QUERY', from: 'client', body: [], about: 'ask for the list' },
  0x0005: {
    name: 'FEEDBAG__QUERY_IF_MODIFIED',
    from: 'client',
    body: [lastUpdate, ['itemCount', uint]],
    about: 'ask for the list unless it is as I know it',
  },
  0x0006: {
    name: 'FEEDBAG__REPLY',
    from: 'server',
    repliesTo: [0x0004, 0x0005],
    body: [['version', u8], ['items', counted('u16', feedbagItem)], optional(lastUpdate)],
    about: 'the list, or a part of it',
    summary: itemsSummary,
  },
  0x0007: { name: 'FEEDBAG__USE', from: 'client', body: [], about: 'put the stored list in force' },
  0x0008: { name: 'FEEDBAG__INSERT_ITEM', from: 'both', body: items, about: 'add items', summary: itemsSummary },
  0x0009: { name: 'FEEDBAG__UPDATE_ITEM', from: 'both', body: items, about: 'change items', summary: itemsSummary },
  0x000a: { name: 'FEEDBAG__DELETE_ITEM', from: 'both', body: items, about: 'remove items', summary: itemsSummary },
  0x000b: { name: 'FEEDBAG__INSERT_CLASS', from: 'client' },
  0x000c: { name: 'FEEDBAG__UPDATE_CLASS', from: 'client' },
  0x000d: { name: 'FEEDBAG__DELETE_CLASS', from: 'client' },
  0x000e: {
    name: 'FEEDBAG__STATUS',
    from: 'server',
    repliesTo: [0x0008, 0x0009, 0x000a],
    body: [['results', list(enum16(STATUS_CODES))]],
    about: 'result for each item of the change',
  },
  0x000f: {
    name: 'FEEDBAG__REPLY_NOT_MODIFIED',
    from: 'server',
    repliesTo: 0x0005,
    body: [lastUpdate, ['itemCount', u16]],
    about: 'the list is as you know it',
  },
  0x0010: { name: 'FEEDBAG__DELETE_USER', from: 'client', about: 'delete all items' },
  0x0011: {
    name: 'FEEDBAG__START_CLUSTER',
    from: 'both',
    body: [tlvs(UNKNOWN_TLVS)],
    about: 'changes that belong together begin',
  },
  0x0012: { name: 'FEEDBAG__END_CLUSTER', from: 'both', body: [], about: 'and end' },
  0x0013: { name: 'FEEDBAG__AUTHORIZE_BUDDY', from: 'client' },
  0x0014: {
    name: 'FEEDBAG__PRE_AUTHORIZE_BUDDY',
    from: 'client',
    body: authorization,
    about: 'authorize a user in advance',
  },
  0x0015: {
    name: 'FEEDBAG__PRE_AUTHORIZED_BUDDY',
    from: 'server',
    body: authorization,
    about: 'a user authorized you in advance',
  },
  0x0016: {
    name: 'FEEDBAG__REMOVE_ME',
    from: 'client',
    body: [['screenName', screenName]],
    about: "remove me from a user's list",
  },
  0x0017: { name: 'FEEDBAG__REMOVE_ME2', from: 'server' },
  0x0018: {
    name: 'FEEDBAG__REQUEST_AUTHORIZE_TO_HOST',
    from: 'client',
    body: authorization,
    about: 'ask for authorization',
  },
  0x0019: {
    name: 'FEEDBAG__REQUEST_AUTHORIZE_TO_CLIENT',
    from: 'server',
    body: authorization,
    about: 'a user asks for authorization',
  },
  0x001a: { name: 'FEEDBAG__RESPOND_AUTHORIZE_TO_HOST', from: 'client', body: response, about: 'grant or deny' },
  0x001b: { name: 'FEEDBAG__RESPOND_AUTHORIZE_TO_CLIENT', from: 'server', body: response, about: 'granted or denied' },
  0x001c: {
    name: 'FEEDBAG__BUDDY_ADDED',
    from: 'server',
    body: [['screenName', screenName]],
    about: 'a user added you',
  },
  0x001d: { name: 'FEEDBAG__REQUEST_AUTHORIZE_TO_BADOG', from: 'server' },
  0x001e: { name: 'FEEDBAG__RESPOND_AUTHORIZE_TO_BADOG', from: 'server' },
  0x001f: { name: 'FEEDBAG__BUDDY_ADDED_TO_BADOG', from: 'server' },
  0x0020: { name: 'FEEDBAG__UNNAMED_SNAC_20', from: 'both' },
  0x0021: { name: 'FEEDBAG__TEST_SNAC', from: 'both' },
  0x0022: { name: 'FEEDBAG__FORWARD_MSG', from: 'both' },
  0x0023: { name: 'FEEDBAG__IS_AUTH_REQUIRED_QUERY', from: 'client', about: 'does this contact need authorization?' },
  0x0024: { name: 'FEEDBAG__IS_AUTH_REQUIRED_REPLY', from: 'server', repliesTo: 0x0023 },
  0x0025: { name: 'FEEDBAG__RECENT_BUDDY_UPDATE', from: 'both' },
  0x0026: { name: 'FEEDBAG__UNNAMED_SNAC_26', from: 'both' },
  0x0027: { name: 'FEEDBAG__UNNAMED_SNAC_27', from: 'both' },
  0x0028: { name: 'FEEDBAG__UNNAMED_SNAC_28', from: 'both' },
})
