/** STATS, 0x000b: usage statistics. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { group, list } from '../structures.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import { bytes, string08, string16, time32, u16 } from '../types.ts'

const configuration = group(
  ['localTime', time32],
  ['gmtTime', time32],
  ['zeros', bytes(16)],
  ['name', string08],
  ['number', u16],
  ['system', string16],
  ['systemVersion', string16],
  ['processor', string16],
  ['winsock', string16],
  ['winsockVersion', string16],
  ['numbers', list(u16)],
)

const statsTlvs = tlvTable('stats', { 0x0009: ['LOCAL_CONFIGURATION', configuration] })

export const STATS = foodgroup(0x000b, 'STATS', {
  0x0001: { name: 'STATS__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: {
    name: 'STATS__SET_MIN_REPORT_INTERVAL',
    from: 'server',
    body: [['hours', u16]],
    about: 'hours between reports, at least',
  },
  0x0003: { name: 'STATS__REPORT_EVENTS', from: 'client', body: [tlvs(statsTlvs)], about: 'report' },
  0x0004: { name: 'STATS__REPORT_ACK', from: 'server', repliesTo: 0x0003, body: [], about: 'report taken' },
})
