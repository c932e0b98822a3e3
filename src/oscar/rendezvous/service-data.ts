/** SERVICE_DATA (0x2711) and its neighbours, for each service that has them. */
import { find } from '../../bytes/node.ts'
import { choose, counted, framed, group, leaveRest, list, optional, unlessEmpty } from '../structures.ts'
import { tlvTable } from '../tlv.ts'
import {
  blob,
  bytes,
  enum16,
  enum8,
  flags32,
  ipv4,
  screenName,
  string,
  string16,
  string32le,
  stringLe,
  textNode,
  u16,
  u16le,
  u32,
  u32le,
  u64,
  u8,
  type Block,
  type Field,
  type TlvTable,
  type Type,
} from '../types.ts'
import { uuid } from '../uuid.ts'
import { RESERVED_TLVS, SERVICE_DATA } from './tags.ts'

/** Text up to a NUL, or to the end; the NUL belongs to it. */
const untilNul: Type = {
  kind: 'text ending in NUL',
  read(cursor, name) {
    const nul = cursor.bytes.indexOf(0, cursor.at)
    const terminated = nul >= 0 && nul < cursor.end
    const node = textNode(cursor, name, cursor.at, (terminated ? nul : cursor.end) - cursor.at, 'local')
    if (terminated) node.end += cursor.take(1).length
    return node
  },
}

/** Bytes behind the end of what the layout knows: joscar appends 46 NULs to the name of a file. */
const padding: Block = { kind: 'padding', readInto: (cursor, out) => leaveRest(cursor, out, 'padding') }

const FILE_FLAGS = { 0x01: 'ONE_FILE', 0x02: 'SEVERAL_FILES', 0x11: 'GET_FILE', 0x12: 'GET_LISTING' }

/** u16 kind, u16 number of files, u32 bytes of all files (low half of a larger number), name with NUL. */
const sendFile = group(
  ['multiple', enum16(FILE_FLAGS)],
  ['fileCount', u16],
  ['totalSize', u32],
  ['fileName', untilNul],
  padding,
)

/** u16 kind, u16 version (2 since AIM 5.2), u32 flags, one or four bytes of zero. */
const getFile = group(
  ['kind', enum16(FILE_FLAGS)],
  ['version', u16],
  ['flags', flags32({ 0x01: 'LIST_ON_DEMAND' })],
  padding,
)

export const ROOM: readonly Field[] = [
  ['exchange', u16],
  ['roomCookie', screenName],
  ['instance', u16],
]

const ICON_MARK_LENGTH = 14

/** u16 0, u16 sum, u32 length, u32 time stamp, the icon, and the 14 characters `AVT1picture.id` unless left out. */
const buddyIcon: Type = group(['zero', u16], ['iconSum', u16], ['iconLength', u32], ['iconTime', u32], {
  kind: 'icon and mark',
  fields: [
    ['icon', blob],
    ['mark', string],
  ],
  readInto(cursor, out) {
    const marked = cursor.left >= ICON_MARK_LENGTH && cursor.bytes[cursor.end - ICON_MARK_LENGTH] === 0x41
    const size = cursor.left - (marked ? ICON_MARK_LENGTH : 0)
    out.push(blob.read(cursor.sub(size, 'icon'), 'icon'))
    if (marked) out.push(string.read(cursor, 'mark'))
  },
})

const buddyList = list(group(['group', string16], ['buddies', counted('u16', string16)]))

const addIn = group(
  ['code', u16],
  ['addIn', uuid],
  ['nameLength', u16],
  ['computerNameLength', u16],
  ['name', untilNul],
  ['computerName', untilNul],
  ['flags', u32],
)

const icqDirect = group(
  ['uin', u32le],
  ['ip', ipv4],
  ['port', u32le],
  ['directType', u8],
  ['remotePort', u32],
  ['ownPort', u32],
  ['version', u16le],
  ['directCookie', u32le],
)

export const ICQ_MESSAGE_TYPES = {
  0x01: 'PLAIN',
  0x02: 'CHAT',
  0x03: 'FILE',
  0x04: 'URL',
  0x06: 'AUTH_REQUEST',
  0x07: 'AUTH_DENIED',
  0x08: 'AUTH_GIVEN',
  0x09: 'SERVER',
  0x0c: 'ADDED',
  0x0d: 'WEB_PAGER',
  0x0e: 'EMAIL_EXPRESS',
  0x13: 'CONTACTS',
  0x1a: 'PLUGIN',
  0xe8: 'AUTO_AWAY',
  0xe9: 'AUTO_OCCUPIED',
  0xea: 'AUTO_NOT_AVAILABLE',
  0xeb: 'AUTO_DO_NOT_DISTURB',
  0xec: 'AUTO_FREE_FOR_CHAT',
} as const

export const ICQ_MESSAGE_FLAGS = { 0x00: 'NORMAL', 0x01: 'NORMAL', 0x03: 'AUTO', 0x80: 'MULTI' } as const

const PLUGIN_UNKNOWN = 15

/** Port and size of a relayed file offer; the port is given twice, once in network order. */
const offeredFile: readonly Field[] = [
  ['portBe', u16],
  ['unused', u16],
  ['fileName', stringLe],
  ['totalSize', u32le],
  ['port', u32le],
]

const pluginText = framed('u32le', group(['text', string32le]))
const pluginFile = framed('u32le', group(['description', string32le], ...offeredFile))

/** The plug-in that offers a file. */
const FILE_PLUGIN = 'f02d12d9-3091-d311-8dd7-00104b06462e'

/**
 * Message of a plug-in: what it is called (u16 length; UUID, u16 function, u32 length and name, 15 bytes), then u32 length and
 * what it says. Xtraz says XML.
 */
export const icqPlugin: readonly Field[] = [
  [
    'pluginHead',
    framed(
      'u16le',
      group(['plugin', uuid], ['function', u16le], ['name', string32le], ['unknown', bytes(PLUGIN_UNKNOWN)]),
    ),
  ],
  {
    kind: 'plug-in body',
    fields: [['pluginBody', pluginText], ...offeredFile],
    readInto(cursor, out) {
      const isFile = find(out.at(-1)!, 'plugin')?.value === FILE_PLUGIN
      out.push((isFile ? pluginFile : pluginText).read(cursor, 'pluginBody'))
    },
  },
]

/**
 * A message of an ICQ client that the server relays, little-endian: a part of 27 bytes, one of 14, then the message. A reply
 * repeats `counter`, which stands in both parts.
 */
export const icqRelay = group(
  [
    'client',
    framed(
      'u16le',
      group(
        ['version', u16le],
        ['plugin', uuid],
        ['unused', u16],
        ['features', u32le],
        ['unused2', u8],
        ['counter', u16le],
      ),
    ),
  ],
  ['sequence', framed('u16le', group(['counter', u16le], ['unused', bytes(12)]))],
  optional(
    ['messageType', enum8(ICQ_MESSAGE_TYPES)],
    ['messageFlags', enum8(ICQ_MESSAGE_FLAGS)],
    ['status', u16le],
    ['priority', u16le],
    ['text', stringLe],
    choose(
      'messageType',
      new Map<number, readonly Field[]>([
        // The last is the UUID of UTF-8 in braces, when the text is in it.
        [0x01, [optional(['foreground', u32le], ['background', u32le]), optional(['encoding', string32le])]],
        [0x03, [optional(...offeredFile)]],
        [0x1a, [optional(...icqPlugin)]],
      ]),
    ),
  ),
)

const FILE_TAGS = {
  0x2712: ['SERVICE_DATA_CHARSET', string],
  // ICQ 6, AIM 6 and Miranda: the low half equals the u32 of the service data.
  0x2713: ['TOTAL_SIZE_64', u64],
  // qutIM means 0x2712.
  0x2722: ['SERVICE_DATA_CHARSET_QUTIM', string],
} as const

const table = (name: string, data: Type, rows: Readonly<Record<number, readonly [string, Type]>> = {}): TlvTable =>
  tlvTable(name, { [SERVICE_DATA]: ['SERVICE_DATA', unlessEmpty(data)], ...rows }, RESERVED_TLVS)

const TABLES = new Map<string, TlvTable>([
  ['talk', table('talk', group(['version', u32]))],
  ['send-file', table('send-file', sendFile, FILE_TAGS)],
  ['icq-direct', table('icq-direct', icqDirect)],
  ['buddy-icon', table('buddy-icon', buddyIcon)],
  ['add-ins', table('add-ins', addIn)],
  ['get-file', table('get-file', getFile, FILE_TAGS)],
  ['icq-relay', table('icq-relay', icqRelay)],
  ['send-buddy-list', table('send-buddy-list', buddyList)],
  ['chat', table('chat', group(...ROOM), { 0x2713: ['SECURITY_INFO', blob], 0x277e: ['INVITEES', blob] })],
])

const OTHER = table('other', blob)

/** All tags of a block, by the name of its service. */
export function tagsOfService(name: string | undefined): TlvTable {
  return (name === undefined ? undefined : TABLES.get(name)) ?? OTHER
}
