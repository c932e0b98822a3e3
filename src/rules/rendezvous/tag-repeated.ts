import { hexNumber } from '../../bytes/hex.ts'
import { tagsOfService } from '../../oscar/rendezvous/service-data.ts'
import { RENDEZVOUS_TAGS } from '../../oscar/rendezvous/tags.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'RV-26',
  name: 'tag-repeated',
  severity: 'warning',
  kind: 'violation',
  title: 'Rendezvous tag is there twice',
  why: 'Some clients read the first and some the last one, so the two may act on different values.',
  fix: 'Write each tag once.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS',
    says: 'Each tag stands for one property of the message.',
  },
  who: 'client',
  fixtures: {
    bad: ['tag-repeated'],
    good: ['declined', 'proposal-of-aim', 'verified-ip-from-client', 'proposal-of-miranda'],
  },
  check: checkBlock({ signs: SIGN.repeated }, (block) => {
    const tags = block.places.map(({ tag }) => tag)
    // What the server adds a second time, a client has sent: that is another rule's fault.
    const twice = tags.find((tag, at) => tags.indexOf(tag) !== at && RENDEZVOUS_TAGS.get(tag)?.addedBy === undefined)
    if (twice === undefined) return undefined
    const name = tagsOfService(block.serviceName).rows.get(twice)?.name ?? hexNumber(twice)
    return {
      says: `has ${name} more than once`,
      expected: 'one',
      found: String(tags.filter((tag) => tag === twice).length),
    }
  }),
})
