/** CHAT, 0x000e: one room, on a connection of its own. */
import type { Node } from '../../bytes/node.ts'
import { withCharsets } from '../charset.ts'
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { withWords } from '../html.ts'
import { looseText } from '../im-text.ts'
import { ROOM_DETAILS } from '../room.ts'
import { group, list, optional } from '../structures.ts'
import { plainText, say } from '../summary.ts'
import { tlvs, tlvTable, UNKNOWN_TLVS } from '../tlv.ts'
import { cookie8, empty, enum16, screenName, string, u16, type Field } from '../types.ts'
import { userInfo } from '../user-info.ts'

const messageInfo = tlvTable('chat-msg-info', {
  0x0001: ['TEXT', looseText],
  0x0002: ['ENCODING', string],
  0x0003: ['LANG', string],
  0x0004: ['CONTENT_TYPE', string],
  0x0005: ['TRANSFER_ENCODING', string],
})

const messageTlvs = tlvTable('chat-msg', {
  0x0001: ['PUBLIC_WHISPER_FLAG', empty],
  0x0002: ['WHISPER_TO_USER', string],
  0x0003: ['SENDER_INFORMATION', userInfo],
  0x0005: ['MESSAGE_INFO', group(withWords(withCharsets(tlvs(messageInfo), [[0x0002, 0x0001]]), 'TEXT'))],
  0x0006: ['ENABLE_REFLECTION_FLAG', empty],
  0x0007: ['AUTO_RESPONSE', empty],
})

const message: readonly Field[] = [['cookie', cookie8], ['channel', u16], tlvs(messageTlvs)]
const users: readonly Field[] = [['users', list(userInfo)]]

function messageSummary(fields: Node): string {
  const sender = say(fields, 'SENDER_INFORMATION', 'screenName')
  return `"${plainText(say(fields, 'MESSAGE_INFO', 'TEXT'))}"${sender === '' ? '' : ` ← ${sender}`}`
}

export const CHAT = foodgroup(0x000e, 'CHAT', {
  0x0001: { name: 'CHAT__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'CHAT__ROOM_INFO_UPDATE', from: 'server', body: ROOM_DETAILS, about: 'the room changed' },
  0x0003: { name: 'CHAT__USERS_JOINED', from: 'server', body: users, about: 'users entered' },
  0x0004: { name: 'CHAT__USERS_LEFT', from: 'server', body: users, about: 'users left' },
  0x0005: {
    name: 'CHAT__CHANNEL_MSG_TOHOST',
    from: 'client',
    body: message,
    about: 'message to the room',
    summary: messageSummary,
  },
  0x0006: {
    name: 'CHAT__CHANNEL_MSG_TOCLIENT',
    from: 'server',
    body: message,
    about: 'message from the room',
    summary: messageSummary,
  },
  0x0007: {
    name: 'CHAT__EVIL_REQUEST',
    from: 'client',
    body: [
      ['sendAs', enum16({ 0: 'NAMED', 1: 'ANONYMOUS' })],
      ['screenName', screenName],
      optional(['maxEvil', u16], tlvs(UNKNOWN_TLVS)),
    ],
    about: 'warn a user in the room',
  },
  0x0008: { name: 'CHAT__EVIL_REPLY', from: 'server', repliesTo: 0x0007, about: 'what the warning did' },
  0x0009: { name: 'CHAT__CLIENT_ERR', from: 'both', about: 'a client could not use a message' },
  0x000a: { name: 'CHAT__PAUSE_ROOM_REQ', from: 'server' },
  0x000b: { name: 'CHAT__PAUSE_ROOM_ACK', from: 'client' },
  0x000c: { name: 'CHAT__RESUME_ROOM', from: 'server' },
  0x000d: { name: 'CHAT__SHOW_MY_ROW', from: 'client' },
  0x000e: { name: 'CHAT__SHOW_ROW_BY_USERNAME', from: 'client' },
  0x000f: { name: 'CHAT__SHOW_ROW_BY_NUMBER', from: 'client' },
  0x0010: { name: 'CHAT__SHOW_ROW_BY_NAME', from: 'client' },
  0x0011: { name: 'CHAT__ROW_INFO', from: 'server' },
  0x0012: { name: 'CHAT__LIST_ROWS', from: 'client' },
  0x0013: { name: 'CHAT__ROW_LIST_INFO', from: 'server' },
  0x0014: { name: 'CHAT__MORE_ROWS', from: 'client' },
  0x0015: { name: 'CHAT__MOVE_TO_ROW', from: 'client' },
  0x0016: { name: 'CHAT__TOGGLE_CHAT', from: 'client' },
  0x0017: { name: 'CHAT__SEND_QUESTION', from: 'client' },
  0x0018: { name: 'CHAT__SEND_COMMENT', from: 'client' },
  0x0019: { name: 'CHAT__TALLY_VOTE', from: 'client' },
  0x001a: { name: 'CHAT__ACCEPT_BID', from: 'client' },
  0x001b: { name: 'CHAT__SEND_INVITE', from: 'client' },
  0x001c: { name: 'CHAT__DECLINE_INVITE', from: 'client' },
  0x001d: { name: 'CHAT__ACCEPT_INVITE', from: 'client' },
  0x001e: { name: 'CHAT__NOTIFY_MESSAGE', from: 'server' },
  0x001f: { name: 'CHAT__GOTO_ROW', from: 'client' },
  0x0020: { name: 'CHAT__STAGE_USER_JOIN', from: 'server' },
  0x0021: { name: 'CHAT__STAGE_USER_LEFT', from: 'server' },
  0x0022: { name: 'CHAT__UNNAMED_SNAC_22', from: 'both' },
  0x0023: { name: 'CHAT__CLOSE', from: 'client' },
  0x0024: { name: 'CHAT__USER_BAN', from: 'client' },
  0x0025: { name: 'CHAT__USER_UNBAN', from: 'client' },
  0x0026: { name: 'CHAT__JOINED', from: 'server' },
  0x0027: { name: 'CHAT__UNNAMED_SNAC_27', from: 'both' },
  0x0028: { name: 'CHAT__UNNAMED_SNAC_28', from: 'both' },
  0x0029: { name: 'CHAT__UNNAMED_SNAC_29', from: 'both' },
  0x0030: { name: 'CHAT__ROOM_INFO_OWNER', from: 'client' },
})
