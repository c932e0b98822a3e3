/** ICBM, 0x0004: messages between clients. Instant messages, rendezvous, typing, warnings. */
import { hex } from '../../bytes/hex.ts'
import { find, type Node } from '../../bytes/node.ts'
import { bartIds } from '../bart.ts'
import { clientErrorInfo } from '../client-error.ts'
import { errorBody, ICBM_SUBCODES } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { icqMessage, icqText } from '../icq-message.ts'
import { imText } from '../im-text.ts'
import { rendezvousBlock } from '../rendezvous/block.ts'
import { CLIENT_ERROR_CODES } from '../rendezvous/reasons.ts'
import { summarizeRendezvous } from '../rendezvous/summary.ts'
import { choose, group, list } from '../structures.ts'
import { plainText, say } from '../summary.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import {
  blob,
  bytes,
  cookie8,
  empty,
  enum16,
  flags32,
  screenName,
  string,
  time32,
  u16,
  u32,
  uint,
  type Block,
  type Draft,
  type Field,
  type Names,
} from '../types.ts'
import { userInfo } from '../user-info.ts'

const ICBM_FLAGS = {
  0x0001: 'CHANNEL_MSGS_ALLOWED',
  0x0002: 'MISSED_CALLS_ENABLED',
  0x0008: 'EVENTS_ALLOWED',
  0x0010: 'SMS_SUPPORTED',
  0x0100: 'OFFLINE_MSGS_ALLOWED',
  0x0400: 'HTML_FOR_ICQ',
} as const satisfies Names

const MISSED_CALL_REASONS = {
  0: 'INVALID',
  1: 'TOO_LARGE',
  2: 'RATE_EXCEEDED',
  3: 'SENDER_TOO_EVIL',
  4: 'RECEIVER_TOO_EVIL',
} as const satisfies Names

const EVENTS = { 0x00: 'NONE', 0x01: 'TYPED', 0x02: 'TYPING', 0x0f: 'CLOSED' } as const satisfies Names

const fragments = tlvTable('icbm-ch1-fragments', {
  0x0501: ['FEATURES', blob],
  0x0101: ['TEXT', imText],
  0x0d01: ['ENCRYPTION_CODE', u16],
})

const readFragments = tlvs(fragments)
const ENCRYPTION_CODE = 0x0d01
const TEXT = 0x0101

/** Behind an encryption code the text is a signed and encrypted object. */
const imFragments: Block = {
  ...readFragments,
  readInto(cursor, out) {
    readFragments.readInto(cursor, out)
    if (!out.some(({ tag }) => tag === ENCRYPTION_CODE)) return
    out.forEach((node, at) => {
      if (node.tag !== TEXT) return
      const value = hex(cursor.bytes, node.at + 4, node.end)
      out[at] = { name: 'ENCRYPTED', at: node.at, end: node.end, tag: TEXT, value }
    })
  },
}

const CHANNEL_1 = tlvTable('icbm-ch1', {
  0x0002: ['IM_DATA', group(imFragments)],
  0x0003: ['REQUEST_HOST_ACK', empty],
  0x0004: ['AUTO_RESPONSE', empty],
  0x0006: ['STORE', empty],
  0x0008: ['AVATAR_INFO', group(['length', u32], ['one', u16], ['checksum', u16], ['stamp', time32])],
  0x0009: ['WANT_AVATAR', empty],
  0x000a: ['MULTI_USER', blob],
  0x000b: ['WANT_EVENTS', empty],
  0x000c: ['SUBSCRIPTIONS', u32],
  0x000d: ['BART', bartIds],
  0x0010: ['HOST_IM_ID', string],
  0x0011: ['HOST_IM_ARGS', blob],
  // This and 0x0024 and 0x003f are seen from ICQ's servers in 2015.
  0x0013: ['UNKNOWN_13', uint],
  0x0016: ['SEND_TIME', time32],
  0x0017: ['FRIENDLY_NAME', string],
  0x0018: ['ANONYMOUS', empty],
  0x0019: ['WIDGET_NAME', string],
  0x0024: ['MESSAGE_ID', string],
  0x003f: ['UNKNOWN_3F', bytes(12)],
})

/** Seen from ICQ's servers in 2015. */
const ACK_TLVS = tlvTable('icbm-ack', { 0x0009: ['MESSAGE_ID', string], 0x000a: ['UNKNOWN_0A', uint] })

const CHANNEL_2 = tlvTable('icbm-ch2', {
  0x0003: ['REQUEST_HOST_ACK', empty],
  0x0005: ['rendezvous', rendezvousBlock],
  0x0006: ['STORE', empty],
  0x0016: ['SEND_TIME', time32],
})

const channel2Tlvs = tlvs(CHANNEL_2)

/** A message should have one block. Of several the first keeps the name, so that it stays the only one of that name. */
const channel2: Block = {
  ...channel2Tlvs,
  readInto(cursor, out) {
    channel2Tlvs.readInto(cursor, out)
    const blocks: Draft[] = out.filter(({ tag }) => tag === 0x0005)
    for (const extra of blocks.slice(1)) extra.name = 'DATA'
  },
}

const CHANNEL_3 = tlvTable('icbm-ch3', {
  0x0003: ['REQUEST_HOST_ACK', empty],
  0x0004: ['AUTO_RESPONSE', empty],
  0x0005: ['DATA', blob],
})

const CHANNEL_4 = tlvTable('icbm-ch4', {
  0x0003: ['REQUEST_HOST_ACK', empty],
  0x0005: ['DATA', icqMessage],
  0x0006: ['STORE', empty],
  0x0007: ['ICQ_BLOB', blob],
})

const OTHER_CHANNEL = tlvTable('icbm', { 0x0003: ['REQUEST_HOST_ACK', empty], 0x0006: ['STORE', empty] })

const messageTlvs = choose(
  'channel',
  new Map([
    [1, [tlvs(CHANNEL_1)]],
    [2, [channel2]],
    [3, [tlvs(CHANNEL_3)]],
    [4, [tlvs(CHANNEL_4)]],
  ]),
  [tlvs(OTHER_CHANNEL)],
)

const PARAMETERS: readonly Field[] = [
  ['flags', flags32(ICBM_FLAGS)],
  ['maxLength', u16],
  ['maxSourceEvil', u16],
  ['maxDestinationEvil', u16],
  ['minIntervalMs', u32],
]

const MESSAGE: readonly Field[] = [
  ['cookie', cookie8],
  ['channel', u16],
]

const ADDRESSED: readonly Field[] = [...MESSAGE, ['screenName', screenName]]

const messageSummary =
  (arrow: '→' | '←', ...name: readonly string[]) =>
  (fields: Node): string => {
    const who = `${arrow} ${say(fields, ...name)}`
    switch (say(fields, 'channel')) {
      case '1':
        return find(fields, 'IM_DATA', 'ENCRYPTED') === undefined
          ? `IM "${plainText(say(fields, 'IM_DATA', 'TEXT', 'text'))}" ${who}`
          : `encrypted IM ${who}`
      case '2':
        return `${summarizeRendezvous(fields)} ${who}`
      case '4':
        return `ICQ ${say(fields, 'DATA', 'type')} "${plainText(icqText(find(fields, 'DATA')))}" ${who}`
      default:
        return `channel ${say(fields, 'channel')} ${who}`
    }
  }

/** The client writes the receiver; the server puts the sender in its place. */
function withOther(fields: Node, fromClient = true): string {
  return `${fromClient ? '→' : '←'} ${say(fields, 'screenName')}`
}

export const ICBM = foodgroup(0x0004, 'ICBM', {
  0x0001: { name: 'ICBM__ERR', from: 'both', error: true, body: errorBody(ICBM_SUBCODES) },
  0x0002: {
    name: 'ICBM__ADD_PARAMETERS',
    from: 'client',
    body: [['channel', u16], ...PARAMETERS],
    about: 'set the limits of a channel; 0 means all',
  },
  0x0003: {
    name: 'ICBM__DEL_PARAMETERS',
    from: 'client',
    body: [['channel', u16]],
    about: 'back to the standard limits',
  },
  0x0004: { name: 'ICBM__PARAMETER_QUERY', from: 'client', body: [], about: 'ask for the limits' },
  0x0005: {
    name: 'ICBM__PARAMETER_REPLY',
    from: 'server',
    repliesTo: 0x0004,
    // Older documents call the first field a channel.
    body: [['maxSlots', u16], ...PARAMETERS],
    about: 'limits in force',
  },
  0x0006: {
    name: 'ICBM__CHANNEL_MSG_TOHOST',
    from: 'client',
    body: [...ADDRESSED, messageTlvs],
    about: 'message to another user',
    summary: messageSummary('→', 'screenName'),
  },
  0x0007: {
    name: 'ICBM__CHANNEL_MSG_TOCLIENT',
    from: 'server',
    body: [...MESSAGE, ['userInfo', userInfo], messageTlvs],
    about: 'message from another user',
    summary: messageSummary('←', 'userInfo', 'screenName'),
  },
  0x0008: {
    name: 'ICBM__EVIL_REQUEST',
    from: 'client',
    body: [
      ['sendAs', enum16({ 0: 'NAMED', 1: 'ANONYMOUS' })],
      ['screenName', screenName],
    ],
    about: 'warn a user',
  },
  0x0009: {
    name: 'ICBM__EVIL_REPLY',
    from: 'server',
    repliesTo: 0x0008,
    body: [
      ['deltaApplied', u16],
      ['newLevel', u16],
    ],
    about: 'what the warning did, in tenths of a percent',
  },
  0x000a: {
    name: 'ICBM__MISSED_CALLS',
    from: 'server',
    body: [
      [
        'missed',
        list(group(['channel', u16], ['userInfo', userInfo], ['count', u16], ['reason', enum16(MISSED_CALL_REASONS)])),
      ],
    ],
    about: 'messages the server did not deliver',
  },
  0x000b: {
    name: 'ICBM__CLIENT_ERR',
    from: 'both',
    body: [...ADDRESSED, ['code', enum16(CLIENT_ERROR_CODES)], clientErrorInfo],
    about: 'a client could not use a message; the server hands it on with the other name',
    summary: (fields, fromClient) =>
      `refused ${[say(fields, 'code'), say(fields, 'reason')].filter(Boolean).join(' ')} ${withOther(fields, fromClient)}`,
  },
  0x000c: {
    name: 'ICBM__HOST_ACK',
    from: 'server',
    repliesTo: 0x0006,
    body: [...ADDRESSED, tlvs(ACK_TLVS)],
    about: 'the server took a message that asked for this',
    summary: (fields) => `ack → ${say(fields, 'screenName')}`,
  },
  0x000d: { name: 'ICBM__SIN_STORED', from: 'server' },
  0x000e: { name: 'ICBM__SIN_LIST_QUERY', from: 'client' },
  0x000f: { name: 'ICBM__SIN_LIST_REPLY', from: 'server', repliesTo: 0x000e },
  0x0010: { name: 'ICBM__SIN_RETRIEVE', from: 'client', body: [], about: 'deliver the stored messages' },
  0x0011: { name: 'ICBM__SIN_DELETE', from: 'client' },
  0x0012: { name: 'ICBM__NOTIFY_REQUEST', from: 'client' },
  0x0013: { name: 'ICBM__NOTIFY_REPLY', from: 'server', repliesTo: 0x0012 },
  0x0014: {
    name: 'ICBM__CLIENT_EVENT',
    from: 'both',
    body: [...ADDRESSED, ['event', enum16(EVENTS)]],
    about: 'typing, stopped, closed; handed on with the other name',
    summary: (fields, fromClient) => `${say(fields, 'event')} ${withOther(fields, fromClient)}`,
  },
  0x0017: {
    name: 'ICBM__SIN_REPLY',
    from: 'server',
    repliesTo: 0x0010,
    body: [],
    about: 'end of the stored messages',
  },
})
