import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

const LAST_STAGE = 3
/** Miranda has a fourth stage; joscar starts again up to 20 times. */
const KNOWN_FOR = ['Miranda', 'joscar']

export default defineRule({
  code: 'RV-09',
  name: 'many-proposals',
  severity: 'note',
  kind: 'violation',
  title: 'More than three proposals in one rendezvous',
  why: 'Every way was tried and failed: direct, the other way round, and the proxy. What comes now is a restart.',
  fix: 'Look why the first three failed; the path in the summary and the connections tell.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'stages 1 to 3',
    says: 'There is a direct proposal, a reverse one, and one by way of the proxy.',
  },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: { bad: ['four-proposals', 'proposals-of-joscar'], good: ['redirected', 'proxied', 'declined'] },
  check: {
    conversation: on({ signs: TRAIT.unopened | TRAIT.countered }, ({ conversation }, report) => {
      const beyond = conversation.proposals.find(({ sequence = 0 }) => sequence > LAST_STAGE)
      if (beyond === undefined) return
      const highest = Math.max(...conversation.proposals.map(({ sequence = 0 }) => sequence))
      report({
        conversation,
        seen: beyond.first.seen,
        certainty: 'sure',
        step: beyond.step,
        message: `the proposals of ${conversation.cookie} are numbered up to ${highest}`,
        expected: `at most ${LAST_STAGE}`,
        found: String(highest),
        knownFor: KNOWN_FOR,
      })
    }),
  },
})
