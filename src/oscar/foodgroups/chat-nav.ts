/** CHAT_NAV, 0x000d: the directory of chat rooms. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { ROOM } from '../rendezvous/service-data.ts'
import { CHAT_ROOM_TLVS, ROOM_DETAILS } from '../room.ts'
import { group } from '../structures.ts'
import { countedTlvs, tlvs, tlvTable } from '../tlv.ts'
import { blob, u16, u8, type Field } from '../types.ts'

const navTlvs = tlvTable('chat-nav', {
  0x0001: ['REDIRECT', blob],
  0x0002: ['MAX_CONCURRENT_ROOMS', u8],
  0x0003: ['EXCHANGE_INFO', group(['exchange', u16], countedTlvs(CHAT_ROOM_TLVS))],
  0x0004: ['ROOM_INFO', group(...ROOM_DETAILS)],
})

const roomQuery: readonly Field[] = [...ROOM, ['detail', u8]]

export const CHAT_NAV = foodgroup(0x000d, 'CHAT_NAV', {
  0x0001: { name: 'CHAT_NAV__ERR', from: 'both', error: true, body: errorBody({ 0x33: 'INVALID_ROOM_NAME' }) },
  0x0002: { name: 'CHAT_NAV__REQUEST_CHAT_RIGHTS', from: 'client', body: [], about: 'ask for limits and exchanges' },
  0x0003: {
    name: 'CHAT_NAV__REQUEST_EXCHANGE_INFO',
    from: 'client',
    body: [['exchange', u16]],
    about: 'ask about an exchange',
  },
  0x0004: { name: 'CHAT_NAV__REQUEST_ROOM_INFO', from: 'client', body: roomQuery, about: 'ask about a room' },
  0x0005: { name: 'CHAT_NAV__REQUEST_MORE_ROOM_INFO', from: 'client', body: roomQuery, about: 'ask more about a room' },
  0x0006: { name: 'CHAT_NAV__REQUEST_OCCUPANT_LIST', from: 'client', body: ROOM, about: 'who is there?' },
  0x0007: { name: 'CHAT_NAV__SEARCH_FOR_ROOM', from: 'client', body: [tlvs(CHAT_ROOM_TLVS)], about: 'search rooms' },
  0x0008: { name: 'CHAT_NAV__CREATE_ROOM', from: 'client', body: ROOM_DETAILS, about: 'create or join a room' },
  0x0009: {
    name: 'CHAT_NAV__NAV_INFO',
    from: 'server',
    repliesTo: [0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0007, 0x0008],
    body: [tlvs(navTlvs)],
    about: 'answer to any of these',
  },
})
