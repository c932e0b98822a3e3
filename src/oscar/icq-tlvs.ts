/**
 * TLVs of ICQ searches and of the update of the own details: tag and length are little-endian, texts have a length of their
 * own and a NUL.
 */
import { LIMITS, raising } from '../limits.ts'
import { bounded, leaveRest } from './structures.ts'
import { tlvTable } from './tlv.ts'
import { blob, stringLe, uintLe, type Block } from './types.ts'

const HEADER = 4

export const ICQ_DETAIL_TLVS = tlvTable('icq-search-update', {
  0x0136: ['UIN', uintLe],
  0x0140: ['FIRST_NAME', stringLe],
  0x014a: ['LAST_NAME', stringLe],
  0x0154: ['NICKNAME', stringLe],
  0x015e: ['EMAIL', stringLe],
  0x0168: ['AGE_RANGE_SEARCH', uintLe],
  0x0172: ['AGE', uintLe],
  0x017c: ['GENDER', uintLe],
  0x0186: ['SPOKEN_LANGUAGE', uintLe],
  0x0190: ['HOME_CITY_NAME', stringLe],
  0x019a: ['HOME_STATE_ABBR', stringLe],
  0x01a4: ['HOME_COUNTRY_CODE', uintLe],
  0x01ae: ['WORK_COMPANY_NAME', stringLe],
  0x01b8: ['WORK_DEPARTMENT_NAME', stringLe],
  0x01c2: ['WORK_POSITION_TITLE', stringLe],
  0x01cc: ['WORK_OCCUPATION_CODE', uintLe],
  0x01fe: ['AFFILIATIONS_NODE', uintLe],
  0x01ea: ['INTERESTS_NODE', uintLe],
  0x01d6: ['PAST_INFO_NODE', uintLe],
  0x0212: ['HOMEPAGE_CATEGORY_KEYWORDS', stringLe],
  0x0213: ['HOMEPAGE_URL', stringLe],
  0x0226: ['WHITEPAGES_SEARCH_KEYWORDS', stringLe],
  0x0230: ['SEARCH_ONLINE_USERS_FLAG', uintLe],
  0x023a: ['BIRTHDAY_INFO', uintLe],
  0x0258: ['NOTES_TEXT', stringLe],
  0x0262: ['HOME_STREET_ADDRESS', stringLe],
  0x026c: ['HOME_ZIP_CODE', stringLe],
  0x0276: ['HOME_PHONE_NUMBER', stringLe],
  0x0280: ['HOME_FAX_NUMBER', stringLe],
  0x028a: ['HOME_CELLULAR_PHONE_NUMBER', stringLe],
  0x0294: ['WORK_STREET_ADDRESS', stringLe],
  0x029e: ['WORK_CITY_NAME', stringLe],
  0x02a8: ['WORK_STATE_NAME', stringLe],
  0x02b2: ['WORK_COUNTRY_CODE', uintLe],
  0x02bc: ['WORK_ZIP_CODE', stringLe],
  0x02c6: ['WORK_PHONE_NUMBER', stringLe],
  0x02d0: ['WORK_FAX_NUMBER', stringLe],
  0x02da: ['WORK_WEBPAGE_URL', stringLe],
  0x02f8: ['AUTHORIZATION_PERMISSIONS', uintLe],
  0x030c: ['SHOW_WEB_STATUS_PERMISSIONS', uintLe],
  0x0316: ['GMT_OFFSET', uintLe],
  0x0320: ['ORIGINALLY_FROM_CITY', stringLe],
  0x032a: ['ORIGINALLY_FROM_STATE', stringLe],
  0x0334: ['ORIGINALLY_FROM_COUNTRY_CODE', uintLe],
})

export const icqTlvs: Block = {
  kind: 'little-endian tlvs',
  table: ICQ_DETAIL_TLVS,
  readInto(cursor, out) {
    for (let count = 0; count < LIMITS.items.value && cursor.left >= HEADER; count++) {
      const at = cursor.at
      const tag = cursor.u16le()
      const length = cursor.u16le()
      const row = ICQ_DETAIL_TLVS.rows.get(tag)
      const name = row?.name ?? `TLV_0x${tag.toString(16).padStart(4, '0')}`
      const node = bounded(cursor, name, row?.type ?? blob, at, length)
      node.tag = tag
      out.push(node)
    }
    if (cursor.left < HEADER) leaveRest(cursor, out, 'trailing')
    else leaveRest(cursor, out, 'undecoded', `more than ${LIMITS.items.value} TLVs (${raising('items')})`)
  },
}
