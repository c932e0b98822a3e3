/** BUDDY, 0x0003: the list of a client that does not use the feedbag, and who comes and goes. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { list } from '../structures.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import { flags16, screenName, u16, type Field, type Names } from '../types.ts'
import { userInfo } from '../user-info.ts'

const QUERY_FLAGS = {
  0x0001: 'BART_ITEMS',
  0x0002: 'INITIAL_DEPARTURES',
  0x0004: 'OFFLINE_BART_ITEMS',
  0x0008: 'REJECT_PENDING',
} as const satisfies Names

const queryTlvs = tlvTable('buddy-rights-query', { 0x0005: ['FLAGS', flags16(QUERY_FLAGS)] })

const rightsTlvs = tlvTable('buddy-rights', {
  0x0001: ['MAX_BUDDIES', u16],
  0x0002: ['MAX_WATCHERS', u16],
  0x0003: ['MAX_ICQ_BROAD', u16],
  0x0004: ['MAX_TEMP_BUDDIES', u16],
})

const names: readonly Field[] = [['names', list(screenName)]]
const users: readonly Field[] = [['users', list(userInfo)]]

export const BUDDY = foodgroup(0x0003, 'BUDDY', {
  0x0001: { name: 'BUDDY__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: {
    name: 'BUDDY__RIGHTS_QUERY',
    from: 'client',
    body: [tlvs(queryTlvs)],
    about: 'ask for the limits of this foodgroup',
  },
  0x0003: { name: 'BUDDY__RIGHTS_REPLY', from: 'server', repliesTo: 0x0002, body: [tlvs(rightsTlvs)], about: 'limits' },
  0x0004: { name: 'BUDDY__ADD_BUDDIES', from: 'client', body: names, about: 'add to the list' },
  0x0005: { name: 'BUDDY__DEL_BUDDIES', from: 'client', body: names, about: 'remove from the list' },
  0x0006: { name: 'BUDDY__WATCHER_LIST_QUERY', from: 'client', body: [], about: 'who has me on the list?' },
  0x0007: {
    name: 'BUDDY__WATCHER_LIST_RESPONSE',
    from: 'server',
    repliesTo: 0x0006,
    body: names,
    about: 'those who have',
  },
  0x0008: { name: 'BUDDY__WATCHER_SUB_REQUEST', from: 'client' },
  0x0009: { name: 'BUDDY__WATCHER_NOTIFICATION', from: 'server' },
  0x000a: { name: 'BUDDY__REJECT_NOTIFICATION', from: 'server', body: names, about: 'could not be added' },
  0x000b: { name: 'BUDDY__ARRIVED', from: 'server', body: users, about: 'users who signed on or changed' },
  0x000c: { name: 'BUDDY__DEPARTED', from: 'server', body: users, about: 'users who left' },
  0x000f: { name: 'BUDDY__ADD_TEMP_BUDDIES', from: 'client', body: names, about: 'add for this session' },
  0x0010: { name: 'BUDDY__DEL_TEMP_BUDDIES', from: 'client', body: names, about: 'remove for this session' },
})
