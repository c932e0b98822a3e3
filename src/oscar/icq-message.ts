/**
 * Text of an old ICQ message (channel 4, offline messages), little-endian: u8 type, u8 flags, u16 length, text with NUL. Most
 * types have several fields in it, separated by 0xfe. The length of a plug-in message does not cover the data behind it.
 */
import { find, type Node } from '../bytes/node.ts'
import { ICQ_MESSAGE_FLAGS, ICQ_MESSAGE_TYPES, icqPlugin } from './rendezvous/service-data.ts'
import { choose, framed, group, optional } from './structures.ts'
import { enum8, stringLe, textNode, u32le, type Field, type Type } from './types.ts'

const SEPARATOR = 0xfe

/** The fields of a text; `complaint` says what is wrong with them. */
function separated(complaint: (fields: readonly Node[]) => string | undefined): Type {
  return {
    kind: 'fields separated by 0xfe',
    read(cursor, name) {
      const { at, end, bytes } = cursor
      const children: Node[] = []
      while (cursor.left > 0) {
        const separator = bytes.indexOf(SEPARATOR, cursor.at)
        const last = separator < 0 || separator >= end
        const textEnd = last ? (bytes[end - 1] === 0 ? end - 1 : end) : separator
        const node = textNode(cursor, 'item', cursor.at, textEnd - cursor.at, 'local')
        node.end += cursor.take(last ? cursor.left : 1).length
        children.push(node)
      }
      const problem = complaint(children)
      return { name, at, end, children, list: true, ...(problem !== undefined && { problem }) }
    },
  }
}

const several = framed(
  'u16le',
  separated((fields) => (fields.length < 2 ? `fields ${fields.length}, should be more` : undefined)),
)

/** Number of contacts, then number and nickname of each. */
const contacts = framed(
  'u16le',
  separated(([count, ...rest]) => {
    const announced = Number(count?.value)
    const present = Math.floor(rest.length / 2)
    return announced === present ? undefined : `count ${String(count?.value)}, ${present} present`
  }),
)

export const ICQ_TEXT: readonly Field[] = [
  ['type', enum8(ICQ_MESSAGE_TYPES)],
  ['flags', enum8(ICQ_MESSAGE_FLAGS)],
  choose(
    'type',
    new Map<number, readonly Field[]>([
      [0x04, [['text', several]]],
      [0x06, [['text', several]]],
      [0x0c, [['text', several]]],
      [0x0d, [['text', several]]],
      [0x0e, [['text', several]]],
      [0x13, [['text', contacts]]],
      [0x1a, [['text', stringLe], optional(...icqPlugin)]],
    ]),
    [['text', stringLe]],
  ),
]

export const icqMessage = group(['uin', u32le], ...ICQ_TEXT)

/** The text of a decoded message, its fields joined. */
export function icqText(message: Node | undefined): string {
  const text = message && find(message, 'text')
  return text?.children ? text.children.map((field) => String(field.value)).join(' | ') : String(text?.value ?? '')
}
