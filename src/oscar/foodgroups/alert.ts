/** ALERT (e-mail), 0x0018: alerts, stock and mail notices. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { counted } from '../structures.ts'
import { countedTlvs, tlvTable } from '../tlv.ts'
import { bytes, string, u16, u8 } from '../types.ts'
import { uuid } from '../uuid.ts'

const alertTlvs = tlvTable('alert', {
  0x0005: ['ALERT_TITLE', string],
  0x0007: ['URL', string],
  0x000d: ['ALERT_URL', string],
  0x0080: ['MESSAGE_COUNT', u16],
  0x0081: ['UNREAD', u8],
  0x0082: ['DOMAIN', string],
  0x0084: ['FLAG', u16],
})

export const ALERT = foodgroup(0x0018, 'ALERT', {
  0x0001: { name: 'ALERT__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'ALERT__SET_ALERT_REQUEST', from: 'client', about: 'set an alert' },
  0x0003: { name: 'ALERT__SET_ALERT_REPLY', from: 'server', repliesTo: 0x0002 },
  0x0004: { name: 'ALERT__GET_SUBS_REQUEST', from: 'client', about: 'ask for subscriptions' },
  0x0005: { name: 'ALERT__GET_SUBS_RESPONSE', from: 'server', repliesTo: 0x0004 },
  0x0006: {
    name: 'ALERT__NOTIFY_CAPABILITIES',
    from: 'client',
    body: [['alerts', counted('u16', uuid)]],
    about: 'kinds of alerts wanted',
  },
  0x0007: {
    name: 'ALERT__NOTIFY',
    from: 'server',
    body: [['alertId', bytes(8)], ['alertCookie', bytes(16)], countedTlvs(alertTlvs)],
    about: 'an alert',
  },
  0x0008: { name: 'ALERT__GET_RULE_REQUEST', from: 'client' },
  0x0009: { name: 'ALERT__GET_RULE_REPLY', from: 'server', repliesTo: 0x0008 },
  0x000a: { name: 'ALERT__GET_FEED_REQUEST', from: 'client' },
  0x000b: { name: 'ALERT__GET_FEED_REPLY', from: 'server', repliesTo: 0x000a },
  0x000d: { name: 'ALERT__REFRESH_FEED', from: 'client' },
  0x000e: { name: 'ALERT__EVENT', from: 'server' },
  0x000f: { name: 'ALERT__QOG_SNAC', from: 'both' },
  0x0010: { name: 'ALERT__REFRESH_FEED_STOCK', from: 'client' },
  0x0011: { name: 'ALERT__NOTIFY_TRANSPORT', from: 'server' },
  0x0012: { name: 'ALERT__SET_ALERT_REQUEST_V2', from: 'client' },
  0x0013: { name: 'ALERT__SET_ALERT_REPLY_V2', from: 'server', repliesTo: 0x0012 },
  0x0014: { name: 'ALERT__TRANSIT_REPLY', from: 'server' },
  0x0015: { name: 'ALERT__NOTIFY_ACK', from: 'client', repliesTo: 0x0007 },
  0x0016: { name: 'ALERT__NOTIFY_DISPLAY_CAPABILITIES', from: 'client', about: 'how alerts can be shown' },
  0x0017: { name: 'ALERT__USER_ONLINE', from: 'both' },
})
