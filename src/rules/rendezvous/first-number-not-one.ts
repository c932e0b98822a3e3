import { TRAIT } from '../../conversation/traits.ts'
import { notBeforeProposal } from '../certainty.ts'
import { defineRule, on } from '../define.ts'
import { mayLackProposal, noticed } from '../unread-proposals.ts'

export default defineRule({
  code: 'RV-06',
  name: 'first-number-not-one',
  severity: 'error',
  kind: 'violation',
  title: 'First PROPOSE of a cookie is not number 1',
  why: 'A peer takes a higher number for the answer to a proposal it never got, and ignores it or connects to where nobody listens.',
  fix: 'Begin each rendezvous with SEQUENCE_NUM 1 and a fresh cookie.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, SEQUENCE_NUM',
    says: 'The first proposal has number 1.',
  },
  who: 'offerer',
  step: 1,
  fixtures: {
    bad: ['first-number-2', 'first-number-0'],
    good: [
      'declined',
      'redirected',
      'first-proposal-lost-by-capture',
      'joined-in-mid-conversation',
      'relay-reply-alone',
    ],
  },
  check: {
    ...noticed,
    conversation: on({ signs: TRAIT.unopened | TRAIT.countered }, ({ conversation }, report) => {
      const { proposals, serviceName } = conversation
      if (mayLackProposal(conversation)) return
      // One without a number is that rule's fault; replies relayed for ICQ have number 2 and may come alone.
      if (serviceName === 'icq-relay' || proposals.some(({ sequence }) => sequence === undefined)) return
      const [first] = proposals.toSorted((a, b) => a.sequence! - b.sequence!)
      if (first === undefined || first.sequence === 1) return
      const certainty = first.sequence === 0 ? 'sure' : notBeforeProposal(first)
      report({
        conversation,
        seen: first.first.seen,
        packets: first.packets,
        certainty,
        ...(certainty === 'capture-incomplete' && { severity: 'note', kind: 'capture' }),
        message: `the first proposal of ${conversation.cookie} has number ${first.sequence}`,
        expected: '1',
        found: String(first.sequence),
      })
    }),
  },
})
