import { hexNumber } from '../../bytes/hex.ts'
import { LAST_RESERVED_TAG, RENDEZVOUS_TAGS } from '../../oscar/rendezvous/tags.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'RV-40',
  name: 'reserved-tag-unknown',
  severity: 'note',
  kind: 'undecoded',
  title: 'Reserved tag that nobody knows',
  why: 'What it says is lost on the receiver; a newer client may mean something by it.',
  fix: 'Send only reserved tags that are assigned; what belongs to the service goes into tags from 0x2711 on.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS',
    says: 'Tags up to 0x001A are reserved, and 0x0009 is not assigned.',
  },
  who: 'client',
  fixtures: { bad: ['reserved-tag-9'], good: ['declined', 'proposal-of-aim'] },
  check: checkBlock({ signs: SIGN.unassigned }, (block) => {
    let unknown = 0
    const found = block.some((tag) => {
      unknown = tag
      return tag <= LAST_RESERVED_TAG && !RENDEZVOUS_TAGS.has(tag)
    })
    return found
      ? { says: `has reserved tag ${hexNumber(unknown)}`, expected: 'an assigned tag', found: hexNumber(unknown) }
      : undefined
  }),
})
