/**
 * KERBEROS, 0x050c: login of AIM 6.2 to 7.5, a SNAC inside HTTPS and never in a FLAP frame. The layout is that of two clients
 * which were taught by the bytes of AIM; fields nobody knows are called so.
 */
import { foodgroup } from '../foodgroup.ts'
import { REDIRECT_TLVS } from '../signon.ts'
import { counted, framed, group, optional } from '../structures.ts'
import { countedTlvs, tlvTable } from '../tlv.ts'
import {
  blob,
  bytes,
  roasted,
  secret,
  string,
  string16,
  time32,
  u16,
  u32,
  u8,
  type Field,
  type Type,
} from '../types.ts'

const clientTlvs = tlvTable('kerberos-client', { 0x0005: ['CLIENT_KEY', string] })

/** u16 0x4000, u32 4, u16 1, u16 0, u16 length, then the roasted password behind its length. */
const ticketRequest = group(
  ['unknown', bytes(10)],
  ['password', framed('u16', group(['password', framed('u16', roasted('kerberos'))], optional(['unused', u16])))],
)

const requestTlvs = tlvTable('kerberos', { 0x0002: ['TICKET_REQUEST', ticketRequest], 0x001d: ['CLIENT_KEY', string] })

const serverInfo = group(
  ['unknown', u16],
  countedTlvs(tlvTable('kerberos-server', { 0x0005: ['HOSTNAME', string] }, REDIRECT_TLVS)),
)
const ticketTlvs = tlvTable('kerberos', { 0x0003: ['BOS_SERVER_INFO', serverInfo] })

/** A ticket's key: u16 tag, u16 length, the key. */
const ticketKey: Type = {
  kind: 'key',
  secret: true,
  read(cursor, name) {
    const at = cursor.at
    const children = [u16.read(cursor, 'tag'), framed('u16', secret(blob)).read(cursor, 'value')]
    return { name, at, end: cursor.at, children, secret: true }
  },
}

const ticket = group(
  ['key', ticketKey],
  ['principal', string16],
  ['service', string16],
  ['principalAgain', string16],
  ['realm', string16],
  ['unknown', u8],
  ['ticket', secret(framed('u16', blob))],
  ['unknown1', u32],
  ['unknown2', u32],
  ['now', time32],
  ['validFrom', time32],
  ['renewUntil', time32],
  ['validUntil', time32],
  ['unknown3', bytes(12)],
  countedTlvs(ticketTlvs),
)

/** What follows, with the code, is not documented. */
const failure: readonly Field[] = [
  ['unknown', u16],
  ['requestNumber', u16],
]

export const KERBEROS = foodgroup(0x050c, 'KERBEROS', {
  0x0002: {
    name: 'KERBEROS__LOGIN_REQUEST',
    from: 'client',
    body: [
      ['unknown', u16],
      ['requestNumber', u16],
      ['unknown2', bytes(16)],
      countedTlvs(clientTlvs),
      ['unknown3', bytes(8)],
      ['country', string16],
      ['language', string16],
      countedTlvs(clientTlvs),
      ['unknown4', bytes(5)],
      ['screenName', string16],
      ['service', string16],
      ['unknown5', bytes(6)],
      countedTlvs(requestTlvs),
    ],
    about: 'ask for tickets',
  },
  0x0003: {
    name: 'KERBEROS__LOGIN_SUCCESS_RESPONSE',
    from: 'server',
    repliesTo: 0x0002,
    body: [
      ['unknown', u16],
      ['requestNumber', u16],
      ['time', time32],
      ['unknown2', u32],
      ['principal', string16],
      ['realm', string16],
      ['tickets', counted('u16', ticket)],
      optional(countedTlvs(ticketTlvs)),
    ],
    about: 'tickets, one with address and cookie of the BOS server',
  },
  0x0004: {
    name: 'KERBEROS__LOGIN_ERR_RESPONSE',
    from: 'server',
    repliesTo: 0x0002,
    error: true,
    body: failure,
    about: 'code 0x0401: wrong name or password',
  },
  0x0005: { name: 'KERBEROS__LOGIN_ERR_RESPONSE_5', from: 'server', repliesTo: 0x0002, error: true, body: failure },
})
