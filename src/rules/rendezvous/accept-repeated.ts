import { nameOf } from '../blocks.ts'
import { copiesByTrack } from '../copies.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'RV-29',
  name: 'accept-repeated',
  severity: 'note',
  kind: 'violation',
  title: 'One proposal is accepted twice by the same side',
  why: 'It does no harm to most peers; one that counts starts the transfer again.',
  fix: 'Send ACCEPT once, when the connection is there.',
  spec: { doc: 'Services/Rendezvous', item: 'ACCEPT', says: 'A proposal is accepted once.' },
  who: 'client',
  step: 8,
  fixtures: {
    bad: ['accept-twice'],
    good: ['direct', 'redirected', 'proxied', 'both-accept-through-proxy', 'accepts-of-joscar'],
  },
  check: {
    conversation: on({ signs: TRAIT.accepted }, ({ conversation }, report) => {
      if (!conversation.accepted) return
      for (const copies of copiesByTrack(conversation.messages)) {
        const again = copies.find(({ message, leg }, at) => {
          const earlier = copies.slice(0, at)
          const since = earlier.slice(earlier.findLastIndex((copy) => copy.message.kind === 'propose') + 1)
          const same = since.some((copy) => copy.message.kind === 'accept' && copy.leg.toHost === leg.toHost)
          return message.kind === 'accept' && same
        })
        if (again === undefined) continue
        report({
          conversation,
          seen: again.leg.seen,
          // joscar accepts each proposal, and one of them may not have been captured.
          certainty: 'likely',
          message: `${nameOf(again.message, conversation.rolesKnown)} came before`,
          expected: 'one',
          found: 'two',
        })
        return
      }
    }),
  },
})
