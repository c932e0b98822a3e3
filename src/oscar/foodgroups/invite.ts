/** INVITE, 0x0006: invite a friend by e-mail. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import { string } from '../types.ts'

const inviteTlvs = tlvTable('invite', { 0x0011: ['EMAIL', string], 0x0015: ['TEXT', string] })

export const INVITE = foodgroup(0x0006, 'INVITE', {
  0x0001: { name: 'INVITE__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'INVITE__REQUEST_QUERY', from: 'client', body: [tlvs(inviteTlvs)], about: 'send an invitation' },
  0x0003: { name: 'INVITE__REQUEST_REPLY', from: 'server', repliesTo: 0x0002, body: [], about: 'sent' },
})
