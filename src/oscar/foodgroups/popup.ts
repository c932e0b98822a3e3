/** POPUP, 0x0008: notices of the server. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import { string, u16 } from '../types.ts'

const popupTlvs = tlvTable('popup', {
  0x0001: ['MESSAGE', string],
  0x0002: ['URL', string],
  0x0003: ['WIDTH', u16],
  0x0004: ['HEIGHT', u16],
  0x0005: ['AUTOHIDE_DELAY', u16],
})

export const POPUP = foodgroup(0x0008, 'POPUP', {
  0x0001: { name: 'POPUP__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'POPUP__DISPLAY', from: 'server', body: [tlvs(popupTlvs)], about: 'show a window' },
})
