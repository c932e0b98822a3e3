/** IBROADCAST, 0x0085: broadcasts of the IServerd server. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import { enum16, string, u16 } from '../types.ts'

const broadcastTlvs = tlvTable('ibroadcast', {
  0x0100: ['ONLINE_ONLY', u16],
  0x0200: ['SUBJECT', string],
  0x0300: ['TEXT', string],
})

export const IBROADCAST = foodgroup(0x0085, 'IBROADCAST', {
  0x0001: { name: 'IBROADCAST__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'IBROADCAST__REQUEST', from: 'client', body: [tlvs(broadcastTlvs)], about: 'send to all' },
  0x0003: {
    name: 'IBROADCAST__REPLY',
    from: 'server',
    repliesTo: 0x0002,
    body: [['result', enum16({ 0x000a: 'SENT', 0x0032: 'FAILED' })]],
    about: 'whether it was sent',
  },
})
