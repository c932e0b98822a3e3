/**
 * BART ("buddy art") items: u16 type, u8 flags, u8 length, data. They name icons, sounds and the like by hash, or carry the
 * thing itself when it is small.
 */
import { choose, framed, group, list, optional, unlessEmpty } from './structures.ts'
import { countedTlvs, tlvTable } from './tlv.ts'
import { blob, enum16, flags8, string, string16, time32, type Field, type Names } from './types.ts'

export const BART_TYPES = {
  0x0000: 'BUDDY_ICON_SMALL',
  0x0001: 'BUDDY_ICON',
  0x0002: 'STATUS_STR',
  0x0003: 'ARRIVE_SOUND',
  0x0004: 'RICH_NAME',
  0x0005: 'SUPER_ICON',
  0x0006: 'RADIO_STATION',
  0x0007: 'SUPER_ICON_TRIGGER',
  0x0008: 'ICQ_FLASH_AVATAR',
  0x0009: 'STATUS_TEXT_LINK',
  0x000b: 'LOCATION',
  0x000c: 'BUDDY_ICON_BIG',
  0x000d: 'STATUS_TEXT_TIMESTAMP',
  0x000e: 'ICQ_MOOD',
  0x000f: 'CURRENT_AVTRACK',
  0x0060: 'DEPART_SOUND',
  0x0080: 'IM_BACKGROUND',
  0x0081: 'IM_CHROME',
  0x0082: 'IM_SKIN',
  0x0083: 'IM_SOUND',
  0x0084: 'BADGE',
  0x0085: 'BADGE_URL',
  0x0086: 'IM_INITIAL_SOUND',
  0x0088: 'FLASH_WALLPAPER',
  0x0089: 'IMMERSIVE_WALLPAPER',
  0x0100: 'BUDDYLIST_BACKGROUND',
  0x0101: 'BUDDYLIST_IMAGE',
  0x0102: 'BUDDYLIST_SKIN',
  0x0400: 'SMILEY_SET',
  0x0402: 'ENCR_CERT_CHAIN',
  0x0403: 'SIGN_CERT_CHAIN',
  0x0404: 'GATEWAY_CERT',
} as const satisfies Names

const BART_FLAGS = {
  0x01: 'CUSTOM',
  0x02: 'URL',
  0x04: 'DATA',
  0x40: 'UNKNOWN',
  0x80: 'REDIRECT',
} as const satisfies Names

/** Behind the text stands the number of charsets, nearly always 0, and a TLV for each. */
const statusText = group(
  ['text', string16],
  optional(countedTlvs(tlvTable('bart-status', { 0x0001: ['CHARSET', string] }))),
)

const link = group(['text', string16])

export const BART_ID: readonly Field[] = [
  ['type', enum16(BART_TYPES)],
  ['flags', flags8(BART_FLAGS)],
  choose(
    'type',
    new Map([
      [0x0002, [['status', framed('u8', unlessEmpty(statusText))]]],
      [0x0009, [['link', framed('u8', unlessEmpty(link))]]],
      [0x000d, [['time', framed('u8', unlessEmpty(time32))]]],
      [0x000e, [['mood', framed('u8', string)]]],
    ]),
    [['hash', framed('u8', blob)]],
  ),
]

export const bartId = group(...BART_ID)
export const bartIds = list(bartId)
