import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

/** It starts again when a connection fails. */
const KNOWN_FOR = ['joscar']

export default defineRule({
  code: 'RV-10',
  name: 'proposer-does-not-change',
  severity: 'note',
  kind: 'violation',
  title: 'Two proposals in a row come from the same side',
  why: 'The second one replaces the first before it was answered; a peer that has begun to connect has to start again.',
  fix: 'Wait for the answer: it is the other side that makes the next proposal when it cannot connect.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'stages 1 to 3',
    says: "The sides take turns: 1 and 3 are the offerer's, 2 is the target's.",
  },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: {
    bad: ['proposed-again'],
    good: ['redirected', 'proxied', 'numbers-cross', 'relay', 'second-proposal-lost-by-capture'],
  },
  check: {
    conversation: on({ signs: TRAIT.countered }, ({ conversation }, report) => {
      const { proposals, serviceName } = conversation
      if (proposals.length < 2 || serviceName === 'icq-relay') return
      const again = proposals.find(({ from, sequence = 0 }) => {
        const crossing = proposals.some((other) => other.sequence === sequence && other.from !== from)
        return !crossing && proposals.some((other) => other.sequence === sequence - 1 && other.from === from)
      })
      if (again === undefined) return
      report({
        conversation,
        seen: again.first.seen,
        certainty: 'likely',
        step: again.step,
        message: `${nameOf(again, conversation.rolesKnown)} follows its own`,
        expected: 'a proposal of the other side',
        found: again.from,
        knownFor: KNOWN_FOR,
      })
    }),
  },
})
