import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkBlock, rowOf, tagText } from '../blocks.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'RV-38',
  name: 'counter-reason-early',
  severity: 'note',
  kind: 'violation',
  title: 'COUNTER_REASON in a first proposal',
  why: 'It says why the sender does not take what the other side proposed, and nothing was proposed yet.',
  fix: 'Send tag 0x0014 only with number 2 or more.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, COUNTER_REASON',
    says: 'It is the reason of a counter proposal.',
  },
  who: 'client',
  step: 1,
  fixtures: { bad: ['counter-reason-in-first'], good: ['declined', 'counter-reason-in-second'] },
  check: checkBlock({ tags: 1 << TAG.COUNTER_REASON }, (block) => {
    const first = block.typeName === 'PROPOSE' && block.sequence === 1
    if (!first || !block.has(TAG.COUNTER_REASON)) return undefined
    return { says: 'has COUNTER_REASON', expected: 'none', found: tagText(rowOf('COUNTER_REASON')) }
  }),
})
