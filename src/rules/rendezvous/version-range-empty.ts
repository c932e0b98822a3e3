import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'RV-36',
  name: 'version-range-empty',
  severity: 'warning',
  kind: 'violation',
  title: 'MIN_PROTOCOL_VERSION is above MAX_PROTOCOL_VERSION',
  why: 'No version satisfies both, so a peer that looks at them has to refuse.',
  fix: 'Send the lowest version you speak in tag 0x0013 and the highest in 0x0012.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, MIN_PROTOCOL_VERSION and MAX_PROTOCOL_VERSION',
    says: 'They bound the versions of the service that the sender speaks.',
  },
  who: 'client',
  fixtures: { bad: ['versions-swapped'], good: ['declined', 'versions'] },
  check: checkBlock({ tags: 1 << TAG.MIN_PROTOCOL_VERSION }, (block) => {
    const lowest = block.number(TAG.MIN_PROTOCOL_VERSION)
    const highest = block.number(TAG.MAX_PROTOCOL_VERSION)
    if (lowest === undefined || highest === undefined || lowest <= highest) return undefined
    return { says: `wants versions ${lowest} to ${highest}`, expected: `at most ${highest}`, found: String(lowest) }
  }),
})
