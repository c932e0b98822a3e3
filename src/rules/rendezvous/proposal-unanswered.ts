import { connectsPeers } from '../../oscar/rendezvous/services.ts'
import { nameOf } from '../blocks.ts'
import { neverAnswered } from '../certainty.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'RV-31',
  name: 'proposal-unanswered',
  severity: 'note',
  kind: 'violation',
  title: 'Nobody answered the proposal',
  why: 'The proposer goes on listening, and its user waits for an answer that does not come.',
  fix: 'Answer every PROPOSE with a connection and ACCEPT, a proposal of your own, a CANCEL or a client error, also when the user was asked in vain.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'PROPOSE',
    says: 'The receiver of a proposal accepts, cancels, or proposes something else.',
  },
  who: 'target',
  fixtures: {
    bad: ['unanswered', 'unanswered-redirect'],
    good: ['declined', 'cancelled', 'refused-by-client-error', 'refused-by-host', 'redirected', 'relay'],
  },
  check: {
    conversation: on({ signs: TRAIT.unanswered }, ({ conversation }, report) => {
      const { messages, proposals, connections, attempts } = conversation
      const last = proposals.at(-1)
      if (last === undefined || !connectsPeers(conversation.service)) return
      const answered = messages.length > proposals.length || connections.length > 0
      if (answered || attempts.some(({ proposal }) => proposal === last)) return
      report({
        conversation,
        seen: last.first.seen,
        packets: last.packets,
        certainty: neverAnswered(last),
        who: last.from === 'offerer' ? 'target' : 'offerer',
        message: `no answer to ${nameOf(last)}`,
        expected: 'ACCEPT, CANCEL, a client error, another PROPOSE or a connection',
        found: 'nothing',
      })
    }),
  },
})
