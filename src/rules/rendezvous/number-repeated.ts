import { nameOf } from '../blocks.ts'
import { copiesByTrack, type Copy } from '../copies.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'RV-08',
  name: 'number-repeated',
  severity: 'warning',
  kind: 'violation',
  title: 'SEQUENCE_NUM is used twice by the same side',
  why: 'The peer takes the second proposal for a copy of the first and goes on trying the old address.',
  fix: 'Count up with every proposal, also when only the port has changed.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, SEQUENCE_NUM',
    says: 'The number goes up by one with every proposal of the rendezvous.',
  },
  who: 'client',
  fixtures: {
    bad: ['number-repeated'],
    good: ['redirected', 'proxied', 'numbers-cross', 'proposed-again', 'number-goes-back', 'relay'],
  },
  check: {
    conversation: on({ signs: TRAIT.countered }, ({ conversation }, report) => {
      if (conversation.proposals.length < 2) return
      for (const copies of copiesByTrack(conversation.proposals)) {
        const own = copies.filter(({ leg }) => leg.toHost)
        const again = own.findIndex(({ message }, at) => {
          const first = own.findIndex((other) => other.message.sequence === message.sequence)
          // Behind a 1, another conversation with the same cookie begins.
          return first < at && message.sequence !== undefined && !own.slice(first + 1, at).some(isFirst)
        })
        const found = own[again]
        if (found === undefined) continue
        const { message, leg } = found
        const number = String(message.sequence)
        report({
          conversation,
          seen: leg.seen,
          // A new conversation may begin with the cookie of one whose end was not captured.
          certainty: leg.seen.intact && !isFirst(found) ? 'sure' : 'likely',
          step: message.step,
          message: `${nameOf(message, false)} was sent before with the same number`,
          expected: String(Math.max(...own.slice(0, again).map((copy) => copy.message.sequence ?? 0)) + 1),
          found: number,
        })
        return
      }
    }),
  },
})

function isFirst({ message }: Copy): boolean {
  return message.sequence === 1
}
