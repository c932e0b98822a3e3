/** ODIR, 0x000f: search the directory of users. */
import { DIRECTORY_TLVS } from '../directory.ts'
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { counted, group } from '../structures.ts'
import { countedTlvs, tlvs } from '../tlv.ts'
import { enum16, enum8, string16, u16, u8, type Names } from '../types.ts'

const STATUS = { 2: 'UNAVAILABLE', 3: 'TOO_MANY_RESULTS', 4: 'NAME_MISSING', 5: 'OK' } as const satisfies Names

const keyword = group(['type', enum8({ 1: 'CATEGORY', 2: 'KEYWORD' })], ['id', u8], ['name', string16])

export const ODIR = foodgroup(0x000f, 'ODIR', {
  0x0001: { name: 'ODIR__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'ODIR__INFO_QUERY', from: 'client', body: [tlvs(DIRECTORY_TLVS)], about: 'search' },
  0x0003: {
    name: 'ODIR__INFO_REPLY',
    from: 'server',
    repliesTo: 0x0002,
    body: [
      ['status', enum16(STATUS)],
      ['unknown', u16],
      ['entries', counted('u16', group(countedTlvs(DIRECTORY_TLVS)))],
    ],
    about: 'entries found',
  },
  0x0004: { name: 'ODIR__KEYWORD_LIST_QUERY', from: 'client', body: [], about: 'ask for the list of interests' },
  0x0005: {
    name: 'ODIR__KEYWORD_LIST_REPLY',
    from: 'server',
    repliesTo: 0x0004,
    body: [
      ['status', enum16(STATUS)],
      ['keywords', counted('u16', keyword)],
    ],
    about: 'list of interests',
  },
})
