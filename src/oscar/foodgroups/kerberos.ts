/** KERBEROS, 0x050c: login of AIM 6.2 to 7.5, a SNAC inside HTTPS and never in a FLAP frame. */
import { foodgroup } from '../foodgroup.ts'

export const KERBEROS = foodgroup(0x050c, 'KERBEROS', {
  0x0002: { name: 'KERBEROS__LOGIN_REQUEST', from: 'client', about: 'ask for tickets' },
  0x0003: { name: 'KERBEROS__LOGIN_SUCCESS_RESPONSE', from: 'server', repliesTo: 0x0002, about: 'tickets' },
  0x0004: { name: 'KERBEROS__LOGIN_ERR_RESPONSE', from: 'server', repliesTo: 0x0002, error: true },
  0x0005: { name: 'KERBEROS__LOGIN_ERR_RESPONSE_5', from: 'server', repliesTo: 0x0002, error: true },
})
