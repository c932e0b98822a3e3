import { hexNumber } from '../../bytes/hex.ts'
import type { OftHeader } from '../../peer/oft-header.ts'
import { defineRule } from '../define.ts'
import { checkHeaders, isEcho } from '../headers.ts'

/** Columns of name and size: AIM's, and those of clients before AIM 5.2. */
const KNOWN: readonly string[] = ['0x1c/0x11', '0x1a/0x10']

const offsetsOf = ({ listNameOffset, listSizeOffset }: OftHeader): string =>
  `${hexNumber(listNameOffset, 2)}/${hexNumber(listSizeOffset, 2)}`

export default defineRule({
  code: 'OFT-36',
  name: 'list-offsets-unusual',
  severity: 'note',
  kind: 'violation',
  title: 'List offsets of the OFT2 header are unusual',
  why: 'They are the columns of name and size in a listing that is text; nobody is known to read them, and other numbers come from a header that is out of place.',
  fix: 'Write 0x1C and 0x11 into bytes 101 and 102.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, list name offset and list size offset',
    says: 'They are 0x1C and 0x11, in old clients 0x1A and 0x10.',
  },
  who: 'client',
  fixtures: {
    bad: ['list-offsets-unusual', 'list-offsets-zero'],
    good: ['direct', 'of-libpurple', 'list-offsets-of-old-aim'],
  },
  check: checkHeaders((header, place) => {
    const offsets = offsetsOf(header)
    if (KNOWN.includes(offsets) || isEcho(header, place, (prompt) => offsetsOf(prompt) === offsets)) return undefined
    // libpurple leaves them zero, and the flags with them.
    if (offsets === '0x00/0x00' && header.from === 'sender' && header.flags === 0) return undefined
    return { says: `has list offsets ${offsets}`, expected: KNOWN[0], found: offsets }
  }),
})
