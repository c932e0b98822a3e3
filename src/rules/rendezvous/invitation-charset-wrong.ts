import { decodeText, type Encoding } from '../../bytes/printable.ts'
import { RENDEZVOUS_TAGS, TAG } from '../../oscar/rendezvous/tags.ts'
import { checkBlock, fits, rowOf, tagText } from '../blocks.ts'
import { defineRule } from '../define.ts'

const NOTHING = new Uint8Array(0)
/** In the others every byte means something, or we do not know what. */
const ENCODINGS: ReadonlyMap<string, Encoding> = new Map<string, Encoding>([
  ['us-ascii', 'ascii'],
  ['utf-8', 'utf-8'],
  ['unicode-2-0', 'utf-16be'],
])

export default defineRule({
  code: 'RV-37',
  name: 'invitation-charset-wrong',
  severity: 'note',
  kind: 'violation',
  title: 'INVITATION and what is said about its text disagree',
  why: 'The receiver shows the text with wrong letters, or not at all.',
  fix: 'Name the charset that the text is written in, and neither charset nor language where there is no text.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, INVITE_MIME_CHARSET and INVITE_MIME_LANG',
    says: 'They describe the text of INVITATION.',
  },
  who: 'client',
  fixtures: {
    bad: ['invitation-not-ascii', 'invitation-not-unicode', 'charset-without-invitation'],
    good: ['declined', 'proposal-of-aim', 'proposal-of-miranda', 'invitation-in-utf-8'],
  },
  check: checkBlock({ tags: (1 << TAG.INVITE_MIME_CHARSET) | (1 << TAG.INVITE_MIME_LANG) }, (block) => {
    const described = [TAG.INVITE_MIME_CHARSET, TAG.INVITE_MIME_LANG].find((tag) => block.has(tag))
    if (described === undefined || !fits(block)) return undefined
    const text = block.bytesOf(TAG.INVITATION)
    if (text === undefined) {
      const name = RENDEZVOUS_TAGS.get(described)!.name
      return { says: `has ${name} and no INVITATION`, expected: tagText(rowOf('INVITATION')), found: 'none' }
    }
    const charset = decodeText(block.bytesOf(TAG.INVITE_MIME_CHARSET) ?? NOTHING).text.toLowerCase()
    const encoding = ENCODINGS.get(charset)
    if (encoding === undefined || decodeText(text, encoding).valid) return undefined
    return { says: `has an INVITATION that is not ${charset}`, expected: charset, found: 'other bytes' }
  }),
})
