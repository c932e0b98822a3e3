/** OSERVICE, 0x0001: what every connection needs. Versions, rate limits, service requests, own information, migration. */
import type { Cursor } from '../../bytes/cursor.ts'
import { BART_ID, bartId, bartIds } from '../bart.ts'
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { ROOM } from '../rendezvous/service-data.ts'
import { REDIRECT_TLVS } from '../signon.ts'
import { counted, framed, group, list, optional } from '../structures.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import {
  blob,
  bytes,
  empty,
  enum16,
  enum8,
  flags32,
  string,
  u16,
  u32,
  u8,
  uint,
  type Block,
  type Field,
  type Names,
} from '../types.ts'
import { USER_INFO_SET_TLVS, userInfo } from '../user-info.ts'

const numbers = list(u16)

const versions = list(group(['foodgroup', u16], ['version', u16]))

const toolVersions = list(group(['foodgroup', u16], ['version', u16], ['toolId', u16], ['toolVersion', u16]))

const RATE_STATES = { 1: 'LIMITED', 2: 'ALERT', 3: 'CLEAR', 4: 'DISCONNECT' } as const satisfies Names

const RATE_CLASS: readonly Field[] = [
  ['classId', u16],
  ['windowSize', u32],
  ['clearLevel', u32],
  ['alertLevel', u32],
  ['limitLevel', u32],
  ['disconnectLevel', u32],
  ['currentLevel', u32],
  ['maxLevel', u32],
]

const RATE_CLASS_SIZE = 30

/** Version 3 of the foodgroup adds two fields. */
const RATE_CLASS_3: readonly Field[] = [...RATE_CLASS, ['lastTime', u32], ['state', enum8(RATE_STATES)]]

const RATE_CLASS_3_SIZE = 35

const oldClasses = counted('u16', group(...RATE_CLASS))
const newClasses = counted('u16', group(...RATE_CLASS_3))
const rateGroups = list(
  group(['classId', u16], ['members', counted('u16', group(['foodgroup', u16], ['subgroup', u16]))]),
)

/** Whether the member lists that follow the classes end exactly where the SNAC does. */
function membersFit({ bytes, end }: Cursor, at: number): boolean {
  let next = at
  while (end - next >= 4) next += 4 + 4 * ((bytes[next + 2]! << 8) | bytes[next + 3]!)
  return next === end
}

/** The version is not in the message: the longer record is right when what follows then fits. */
const rateParameters: Block = {
  kind: 'rate classes',
  fields: [
    ['classes', newClasses],
    ['groups', rateGroups],
  ],
  readInto(cursor, out) {
    const count = cursor.left < 2 ? 0 : (cursor.bytes[cursor.at]! << 8) | cursor.bytes[cursor.at + 1]!
    const isNew = membersFit(cursor, cursor.at + 2 + count * RATE_CLASS_3_SIZE)
    out.push((isNew ? newClasses : oldClasses).read(cursor, 'classes'))
    out.push(rateGroups.read(cursor, 'groups'))
  },
}

const oldRecords = list(group(...RATE_CLASS))
const newRecords = list(group(...RATE_CLASS_3))

const changedClasses: Block = {
  kind: 'rate classes',
  fields: [['classes', newRecords]],
  readInto(cursor, out) {
    const records = cursor.left % RATE_CLASS_SIZE === 0 ? oldRecords : newRecords
    out.push(records.read(cursor, 'classes'))
  },
}

const RATE_CHANGES = { 1: 'CHANGED', 2: 'WARNING', 3: 'LIMIT', 4: 'CLEAR' } as const satisfies Names

const MOTD_TYPES = {
  1: 'MANDATORY_UPGRADE',
  2: 'ADVISABLE_UPGRADE',
  3: 'BULLETIN',
  4: 'NORMAL',
  6: 'NEWS',
} as const satisfies Names

const serviceRequestTlvs = tlvTable('oservice-service-request', {
  0x0001: ['ROOM_INFO', group(...ROOM)],
  0x0028: ['KEY', blob],
  0x008c: ['SSL_USE_SSL', empty],
})

const serviceResponseTlvs = tlvTable(
  'oservice-service-response',
  { 0x0002: ['LINKED_ACCOUNTS', blob], 0x000d: ['GROUP_ID', u16] },
  REDIRECT_TLVS,
)

const motdTlvs = tlvTable('oservice-motd', {
  // Seen from ICQ's servers: 30 and 1200.
  0x0002: ['UNKNOWN_02', uint],
  0x0003: ['UNKNOWN_03', uint],
  0x000b: ['MESSAGE', string],
})

/** What each address is for is not documented; ICQ's servers send these. */
const urlTlvs = tlvTable(
  'oservice-urls',
  Object.fromEntries(Array.from({ length: 0x20 }, (_, at) => [at + 1, [`URL_${at + 1}`, string] as const])),
)

const HASH_SIZE = 16
const hash = bytes(HASH_SIZE)
const hashWithLength = framed('u16', hash)

/** The hash; libpurple writes its length before it. */
const probeHash: Block = {
  kind: 'probe hash',
  fields: [['hash', hash]],
  readInto(cursor, out) {
    out.push((cursor.left === HASH_SIZE ? hash : hashWithLength).read(cursor, 'hash'))
  },
}

export const OSERVICE = foodgroup(0x0001, 'OSERVICE', {
  0x0001: { name: 'OSERVICE__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: {
    name: 'OSERVICE__CLIENT_ONLINE',
    from: 'client',
    body: [['versions', toolVersions]],
    about: 'signon is complete; from here on others see the user',
  },
  0x0003: {
    name: 'OSERVICE__HOST_ONLINE',
    from: 'server',
    body: [['foodgroups', numbers]],
    about: 'foodgroups of this server; the client may speak from here on',
  },
  0x0004: {
    name: 'OSERVICE__SERVICE_REQUEST',
    from: 'client',
    body: [['foodgroup', u16], tlvs(serviceRequestTlvs)],
    about: 'ask for the address of another server',
  },
  0x0005: {
    name: 'OSERVICE__SERVICE_RESPONSE',
    from: 'server',
    repliesTo: 0x0004,
    body: [tlvs(serviceResponseTlvs)],
    about: 'address and cookie of the server asked for',
  },
  0x0006: { name: 'OSERVICE__RATE_PARAMS_QUERY', from: 'client', body: [], about: 'ask for the rate limits' },
  0x0007: {
    name: 'OSERVICE__RATE_PARAMS_REPLY',
    from: 'server',
    repliesTo: 0x0006,
    body: [rateParameters],
    about: 'rate classes and the SNACs in each',
  },
  0x0008: {
    name: 'OSERVICE__RATE_PARAMS_SUB_ADD',
    from: 'client',
    body: [['classIds', numbers]],
    about: 'tell me when these rate classes change',
  },
  0x0009: {
    name: 'OSERVICE__RATE_DEL_PARAM_SUB',
    from: 'client',
    body: [['classIds', numbers]],
    about: 'no longer tell',
  },
  0x000a: {
    name: 'OSERVICE__RATE_PARAM_CHANGE',
    from: 'server',
    body: [['code', enum16(RATE_CHANGES)], changedClasses],
    about: 'a rate class changed, or sending comes near its limit',
  },
  0x000b: {
    name: 'OSERVICE__PAUSE_REQ',
    from: 'server',
    body: [optional(['foodgroups', numbers])],
    about: 'stop sending: the connection is about to move',
  },
  0x000c: {
    name: 'OSERVICE__PAUSE_ACK',
    from: 'client',
    repliesTo: 0x000b,
    body: [['foodgroups', numbers]],
    about: 'stopped',
  },
  0x000d: {
    name: 'OSERVICE__RESUME',
    from: 'server',
    body: [optional(['foodgroups', numbers])],
    about: 'the move is called off',
  },
  0x000e: { name: 'OSERVICE__USER_INFO_QUERY', from: 'client', body: [], about: 'ask for the own user info' },
  0x000f: {
    name: 'OSERVICE__USER_INFO_UPDATE',
    from: 'server',
    repliesTo: 0x000e,
    body: [['users', list(userInfo)]],
    about: 'own user info',
  },
  0x0010: {
    name: 'OSERVICE__EVIL_NOTIFICATION',
    from: 'server',
    body: [['newEvil', u16], optional(['userInfo', userInfo])],
    about: 'somebody warned the user; without user info if anonymously',
  },
  0x0011: {
    name: 'OSERVICE__IDLE_NOTIFICATION',
    from: 'client',
    body: [['seconds', u32]],
    about: 'seconds of idleness, 0 for active again',
  },
  0x0012: {
    name: 'OSERVICE__MIGRATE_GROUPS',
    from: 'server',
    body: [['foodgroups', counted('u16', u16)], tlvs(REDIRECT_TLVS)],
    about: 'sign on elsewhere for these foodgroups',
  },
  0x0013: {
    name: 'OSERVICE__MOTD',
    from: 'server',
    body: [['type', enum16(MOTD_TYPES)], tlvs(motdTlvs)],
    about: 'message of the day',
  },
  0x0014: {
    name: 'OSERVICE__SET_PRIVACY_FLAGS',
    from: 'client',
    body: [['flags', flags32({ 1: 'IDLE', 2: 'MEMBER_SINCE' })]],
    about: 'what others may see',
  },
  0x0015: {
    name: 'OSERVICE__WELL_KNOWN_URLS',
    from: 'server',
    body: [tlvs(urlTlvs)],
    about: 'addresses of pages and services',
  },
  0x0016: { name: 'OSERVICE__NOOP', from: 'client', body: [], about: 'nothing; keeps the connection alive' },
  0x0017: {
    name: 'OSERVICE__CLIENT_VERSIONS',
    from: 'client',
    body: [['versions', versions]],
    about: 'versions the client wants',
  },
  0x0018: {
    name: 'OSERVICE__HOST_VERSIONS',
    from: 'server',
    repliesTo: 0x0017,
    body: [['versions', versions]],
    about: 'versions the server will use',
  },
  0x0019: { name: 'OSERVICE__MAX_CONFIG_QUERY', from: 'client' },
  0x001a: { name: 'OSERVICE__MAX_CONFIG_REPLY', from: 'server', repliesTo: 0x0019 },
  0x001b: { name: 'OSERVICE__STORE_CONFIG', from: 'client' },
  0x001c: { name: 'OSERVICE__CONFIG_QUERY', from: 'client' },
  0x001d: { name: 'OSERVICE__CONFIG_REPLY', from: 'server', repliesTo: 0x001c },
  0x001e: {
    name: 'OSERVICE__SET_USERINFO_FIELDS',
    from: 'client',
    body: [tlvs(USER_INFO_SET_TLVS)],
    about: 'set parts of the own user info',
  },
  0x001f: {
    name: 'OSERVICE__PROBE_REQ',
    from: 'server',
    body: [
      ['offset', u32],
      ['length', u32],
    ],
    about: 'prove which client it is: hash over this part of the program',
  },
  0x0020: { name: 'OSERVICE__PROBE_ACK', from: 'client', repliesTo: 0x001f, body: [probeHash], about: 'the hash' },
  0x0021: {
    name: 'OSERVICE__BART_REPLY',
    from: 'server',
    body: [['items', bartIds]],
    about: 'whether an item of buddy art must be uploaded',
  },
  0x0022: {
    name: 'OSERVICE__BART_QUERY2',
    from: 'client',
    // Seen from joscar.
    body: [['items', bartIds]],
    about: 'ask about items of buddy art',
  },
  0x0023: {
    name: 'OSERVICE__BART_REPLY2',
    from: 'server',
    repliesTo: 0x0022,
    body: [['items', list(group(...BART_ID, ['code', u8], ['reply', bartId]))]],
    about: 'items of buddy art with result codes',
  },
})
