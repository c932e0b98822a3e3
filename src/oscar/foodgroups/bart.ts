/** BART, 0x0010: icons, sounds and other art of users, on a connection of its own. */
import type { Node } from '../../bytes/node.ts'
import { BART_ID, BART_TYPES, bartId } from '../bart.ts'
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { counted, framed } from '../structures.ts'
import { say, thousands } from '../summary.ts'
import { blob, enum16, enum8, screenName, u8, type Field, type Names } from '../types.ts'

const CODES = {
  0: 'OK',
  1: 'INVALID',
  2: 'NO_CUSTOM',
  3: 'TOO_SMALL',
  4: 'TOO_BIG',
  5: 'INVALID_TYPE',
  6: 'BANNED',
  7: 'NOT_FOUND',
} as const satisfies Names

const code: Field = ['code', enum8(CODES)]
const data: Field = ['data', framed('u16', blob)]

const dataSize = (fields: Node): string => `${thousands((say(fields, 'data').length / 2) | 0)} B`
const uploadSummary = (fields: Node): string => `${say(fields, 'type')} ${dataSize(fields)}`
const downloadSummary = (fields: Node): string => `${say(fields, 'screenName')} ${dataSize(fields)}`

export const BART = foodgroup(0x0010, 'BART', {
  0x0001: { name: 'BART__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: {
    name: 'BART__UPLOAD_QUERY',
    from: 'client',
    body: [['type', enum16(BART_TYPES)], data],
    about: 'upload an item',
    summary: uploadSummary,
  },
  0x0003: {
    name: 'BART__UPLOAD_REPLY',
    from: 'server',
    repliesTo: 0x0002,
    body: [code, ...BART_ID],
    about: 'whether it was taken',
  },
  0x0004: {
    name: 'BART__DOWNLOAD_QUERY',
    from: 'client',
    body: [['screenName', screenName], ['command', u8], ...BART_ID],
    about: 'fetch an item',
  },
  0x0005: {
    name: 'BART__DOWNLOAD_REPLY',
    from: 'server',
    repliesTo: 0x0004,
    body: [['screenName', screenName], ...BART_ID, data],
    about: 'the item',
    summary: downloadSummary,
  },
  0x0006: {
    name: 'BART__DOWNLOAD2_QUERY',
    from: 'client',
    body: [
      ['screenName', screenName],
      ['items', counted('u8', bartId)],
    ],
    about: 'fetch items',
  },
  0x0007: {
    name: 'BART__DOWNLOAD2_REPLY',
    from: 'server',
    repliesTo: 0x0006,
    body: [['screenName', screenName], ['query', bartId], code, ['reply', bartId], data],
    about: 'an item',
    summary: downloadSummary,
  },
})
