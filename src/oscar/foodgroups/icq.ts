/** ICQ, 0x0015: offline messages, details of users, searches. A little-endian record inside TLV 0x0001. */
import type { Node } from '../../bytes/node.ts'
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { icqReply, icqRequest } from '../icq-record.ts'
import { say } from '../summary.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import { blob, type Type } from '../types.ts'

const icqTlvs = (record: Type) =>
  tlvs(tlvTable('icq', { 0x0001: ['METADATA', record], 0x0021: ['REQUEST_DATA', blob] }))

function summary(fields: Node): string {
  const meta = say(fields, 'METADATA', 'metaType')
  return [say(fields, 'METADATA', 'type'), meta, say(fields, 'METADATA', 'result')].filter(Boolean).join(' ')
}

export const ICQ = foodgroup(0x0015, 'ICQ', {
  0x0001: { name: 'ICQ__ERR', from: 'both', error: true, body: errorBody(undefined, icqRequest) },
  0x0002: {
    name: 'ICQ__DB_QUERY',
    from: 'client',
    body: [icqTlvs(icqRequest)],
    about: 'request of an ICQ client',
    summary: summary,
  },
  0x0003: {
    name: 'ICQ__DB_REPLY',
    from: 'server',
    repliesTo: 0x0002,
    body: [icqTlvs(icqReply)],
    about: 'answer',
    summary: summary,
  },
  0x0004: { name: 'ICQ__CLIENT_UPDATE', from: 'client' },
  0x0006: { name: 'ICQ__AUTH_REQUEST', from: 'client' },
  0x0007: { name: 'ICQ__AUTH_RESPONSE', from: 'server', repliesTo: 0x0006 },
})
