/** Text of an instant message: u16 charset, u16 language, text. AIM writes HTML, ICQ plain text. */
import { withWords } from './html.ts'
import { choose, group } from './structures.ts'
import { enum16, text, textNode, u16, type Names, type Type } from './types.ts'

const CHARSETS = { 0: 'ASCII', 2: 'UTF_16BE', 3: 'ISO_8859_1' } as const satisfies Names

/** Declared ASCII: some write UTF-8, most what their system uses. */
export const looseText: Type = text('local')

const utf16: Type = {
  kind: 'text',
  read(cursor, name) {
    const length = cursor.left
    if (length % 2 === 0) return text('utf-16be').read(cursor, name)
    const node = textNode(cursor, name, cursor.at, length - 1, 'utf-16be')
    node.end += cursor.take(1).length
    node.problem = `length ${length}, should be even`
    return node
  },
}

export const imText = group(
  ['charset', enum16(CHARSETS)],
  ['language', u16],
  withWords(
    choose(
      'charset',
      new Map([
        [2, [['text', utf16]]],
        [3, [['text', text('latin1')]]],
      ]),
      [['text', looseText]],
    ),
    'text',
  ),
)
