/** PD (BOS, privacy), 0x0009: whom the user permits and denies, for clients that do not use the feedbag. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { list } from '../structures.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import { enum16, flags32, screenName, u16, type Field } from '../types.ts'
import { USER_CLASS } from '../user-info.ts'

const rightsTlvs = tlvTable('pd-rights', {
  0x0001: ['MAX_PERMITS', u16],
  0x0002: ['MAX_DENIES', u16],
  0x0003: ['MAX_TEMP_PERMITS', u16],
})

const names: readonly Field[] = [['names', list(screenName)]]

export const PD = foodgroup(0x0009, 'PD', {
  0x0001: { name: 'PD__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'PD__RIGHTS_QUERY', from: 'client', body: [], about: 'ask for the limits of this foodgroup' },
  0x0003: { name: 'PD__RIGHTS_REPLY', from: 'server', repliesTo: 0x0002, body: [tlvs(rightsTlvs)], about: 'limits' },
  0x0004: {
    name: 'PD__SET_GROUP_PERMIT_MASK',
    from: 'client',
    body: [['mask', flags32(USER_CLASS)]],
    about: 'user classes that may see the user',
  },
  0x0005: { name: 'PD__ADD_PERMIT_LIST_ENTRIES', from: 'client', body: names, about: 'permit these' },
  0x0006: { name: 'PD__DEL_PERMIT_LIST_ENTRIES', from: 'client', body: names, about: 'no longer permit these' },
  0x0007: { name: 'PD__ADD_DENY_LIST_ENTRIES', from: 'client', body: names, about: 'deny these' },
  0x0008: { name: 'PD__DEL_DENY_LIST_ENTRIES', from: 'client', body: names, about: 'no longer deny these' },
  0x0009: {
    name: 'PD__BOS_ERR',
    from: 'server',
    error: true,
    body: [['code', enum16({ 1: 'WRONG_MODE' })]],
    about: 'a permit or deny request failed',
  },
  0x000a: {
    name: 'PD__ADD_TEMP_PERMIT_LIST_ENTRIES',
    from: 'client',
    body: names,
    about: 'permit these for this session',
  },
  0x000b: { name: 'PD__DEL_TEMP_PERMIT_LIST_ENTRIES', from: 'client', body: names, about: 'no longer permit these' },
})
