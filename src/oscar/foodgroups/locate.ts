/** LOCATE, 0x0002: profile, away message, capabilities and directory entry, own and of others. */
import { withCharsets } from '../charset.ts'
import { DIRECTORY_TLVS } from '../directory.ts'
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { withWords } from '../html.ts'
import { looseText } from '../im-text.ts'
import { list } from '../structures.ts'
import { countedTlvs, tlvs, tlvTable } from '../tlv.ts'
import { blob, enum16, flags16, flags32, screenName, string, time32, u16, u8, type Names } from '../types.ts'
import { userInfo } from '../user-info.ts'
import { uuid } from '../uuid.ts'

const rightsTlvs = tlvTable('locate-rights', {
  0x0001: ['MAX_SIG_LEN', u16],
  0x0002: ['MAX_CAPABILITIES_LEN', u16],
  0x0003: ['MAX_FIND_BY_EMAIL_LIST', u16],
  0x0004: ['MAX_CERTS_LEN', u16],
  0x0005: ['MAX_SHORT_CAPABILITIES', u16],
})

const infoTlvs = tlvTable('locate', {
  0x0001: ['SIG_MIME', string],
  0x0002: ['SIG_DATA', looseText],
  0x0003: ['UNAVAILABLE_MIME', string],
  0x0004: ['UNAVAILABLE_DATA', looseText],
  0x0005: ['CAPABILITIES', list(uuid)],
  0x0006: ['CERTS', blob],
  0x000a: ['SIG_TIME', time32],
  0x000b: ['UNAVAILABLE_TIME', time32],
  0x000c: ['SUPPORT_HOST_SIG', u8],
  0x000d: ['HTML_INFO_TYPE', string],
  0x000e: ['HTML_INFO_DATA', looseText],
})

const info = withWords(
  withCharsets(tlvs(infoTlvs), [
    [0x0001, 0x0002],
    [0x0003, 0x0004],
    [0x000d, 0x000e],
  ]),
  'SIG_DATA',
  'UNAVAILABLE_DATA',
  'HTML_INFO_DATA',
)

const INFO_TYPES = {
  0x0001: 'PROFILE',
  0x0002: 'AWAY',
  0x0004: 'CAPABILITIES',
  0x0008: 'CERTS',
  0x0400: 'HTML_INFO',
} as const satisfies Names

export const LOCATE = foodgroup(0x0002, 'LOCATE', {
  0x0001: { name: 'LOCATE__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'LOCATE__RIGHTS_QUERY', from: 'client', body: [], about: 'ask for the limits of this foodgroup' },
  0x0003: {
    name: 'LOCATE__RIGHTS_REPLY',
    from: 'server',
    repliesTo: 0x0002,
    body: [tlvs(rightsTlvs)],
    about: 'limits',
  },
  0x0004: { name: 'LOCATE__SET_INFO', from: 'client', body: [info], about: 'set profile, away message, capabilities' },
  0x0005: {
    name: 'LOCATE__USER_INFO_QUERY',
    from: 'client',
    body: [
      ['type', flags16(INFO_TYPES)],
      ['screenName', screenName],
    ],
    about: 'look another user up',
  },
  0x0006: {
    name: 'LOCATE__USER_INFO_REPLY',
    from: 'server',
    repliesTo: 0x0005,
    body: [['userInfo', userInfo], info],
    about: 'what was looked up',
  },
  0x0007: { name: 'LOCATE__WATCHER_SUB_REQUEST', from: 'client' },
  0x0008: {
    name: 'LOCATE__WATCHER_NOTIFICATION',
    from: 'server',
    body: [['names', list(screenName)]],
    about: 'names of watchers',
  },
  0x0009: {
    name: 'LOCATE__SET_DIR_INFO',
    from: 'client',
    body: [tlvs(DIRECTORY_TLVS)],
    about: 'store the own directory entry',
  },
  0x000a: { name: 'LOCATE__SET_DIR_REPLY', from: 'server', repliesTo: 0x0009, body: [['result', u16]] },
  0x000b: {
    name: 'LOCATE__GET_DIR_INFO',
    from: 'client',
    body: [['screenName', screenName]],
    about: "read a user's directory entry",
  },
  0x000c: {
    name: 'LOCATE__GET_DIR_REPLY',
    from: 'server',
    repliesTo: 0x000b,
    body: [['status', enum16({ 1: 'OK', 2: 'UNAVAILABLE' })], countedTlvs(DIRECTORY_TLVS)],
    about: 'directory entry',
  },
  0x000d: { name: 'LOCATE__GROUP_CAPABILITY_QUERY', from: 'client' },
  0x000e: { name: 'LOCATE__GROUP_CAPABILITY_REPLY', from: 'server', repliesTo: 0x000d },
  0x000f: { name: 'LOCATE__SET_KEYWORD_INFO', from: 'client', body: [tlvs(DIRECTORY_TLVS)], about: 'store interests' },
  0x0010: { name: 'LOCATE__SET_KEYWORD_REPLY', from: 'server', repliesTo: 0x000f, body: [['result', u16]] },
  0x0011: { name: 'LOCATE__GET_KEYWORD_INFO', from: 'client' },
  0x0012: { name: 'LOCATE__GET_KEYWORD_REPLY', from: 'server', repliesTo: 0x0011 },
  0x0013: { name: 'LOCATE__FIND_LIST_BY_EMAIL', from: 'client' },
  0x0014: { name: 'LOCATE__FIND_LIST_REPLY', from: 'server', repliesTo: 0x0013 },
  0x0015: {
    name: 'LOCATE__USER_INFO_QUERY2',
    from: 'client',
    body: [
      ['type', flags32(INFO_TYPES)],
      ['screenName', screenName],
    ],
    about: 'look another user up, more bits',
  },
})
