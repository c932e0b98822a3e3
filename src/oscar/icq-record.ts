/**
 * The record inside TLV 0x0001 of the ICQ foodgroup, little-endian: u16 length of the rest, u32 own number, u16 type, u16
 * sequence (a request and its answers have the same), then what the type needs. Texts are u16 length, bytes, NUL.
 */
import { ICQ_TEXT } from './icq-message.ts'
import { metaReply, metaRequest } from './icq-meta.ts'
import { choose, framed, group } from './structures.ts'
import { enum16le, u16le, u32le, u8, type Field, type Names, type Type } from './types.ts'

const TYPES = {
  0x003c: 'OFFLINE_MESSAGES_QUERY',
  0x003e: 'OFFLINE_MESSAGES_DELETE',
  0x0041: 'OFFLINE_MESSAGE',
  0x0042: 'OFFLINE_MESSAGES_END',
  0x07d0: 'META_REQUEST',
  0x07da: 'META_REPLY',
} as const satisfies Names

const offlineMessage: readonly Field[] = [
  ['sender', u32le],
  ['year', u16le],
  ['month', u8],
  ['day', u8],
  ['hour', u8],
  ['minute', u8],
  ...ICQ_TEXT,
]

const record = (...meta: readonly (readonly [type: number, fields: readonly Field[]])[]): Type =>
  framed(
    'u16le',
    group(
      ['uin', u32le],
      ['type', enum16le(TYPES)],
      ['sequence', u16le],
      choose('type', new Map<number, readonly Field[]>(meta)),
    ),
  )

export const icqRequest = record([0x07d0, metaRequest])

export const icqReply = record([0x0041, offlineMessage], [0x0042, [['dropped', u8]]], [0x07da, metaReply])
