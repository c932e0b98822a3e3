/** Entry of the directory of AIM users, in LOCATE and ODIR. */
import { tlvTable } from './tlv.ts'
import { string, u16 } from './types.ts'

export const DIRECTORY_TLVS = tlvTable('odir', {
  0x0001: ['FIRST_NAME', string],
  0x0002: ['LAST_NAME', string],
  0x0003: ['MIDDLE_NAME', string],
  0x0004: ['MAIDEN_NAME', string],
  0x0005: ['EMAIL', string],
  0x0006: ['COUNTRY', string],
  0x0007: ['STATE', string],
  0x0008: ['CITY', string],
  0x0009: ['SCREEN_NAME', string],
  0x000a: ['SEARCH_TYPE', u16],
  0x000b: ['INTEREST', string],
  0x000c: ['NICKNAME', string],
  0x000d: ['ZIP', string],
  0x000f: ['LANGUAGE', string],
  0x0018: ['CHARSET', string],
  0x001c: ['REGION_CHARSET', string],
  0x0021: ['ADDRESS', string],
})
