/** USER_LOOKUP, 0x000a: find screen names by e-mail address. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import { string } from '../types.ts'

const foundTlvs = tlvTable('user-lookup', { 0x0001: ['SCREEN_NAME', string] })

export const USER_LOOKUP = foodgroup(0x000a, 'USER_LOOKUP', {
  0x0001: { name: 'USER_LOOKUP__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: {
    name: 'USER_LOOKUP__FIND_BY_EMAIL',
    from: 'client',
    body: [['email', string]],
    about: 'search; the address has no length in front',
  },
  0x0003: {
    name: 'USER_LOOKUP__FIND_REPLY',
    from: 'server',
    repliesTo: 0x0002,
    body: [tlvs(foundTlvs)],
    about: 'names found',
  },
})
