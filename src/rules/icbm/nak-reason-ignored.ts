import { defineRule } from '../define.ts'

const IGNORED = 2

export default defineRule({
  code: 'ICBM-10',
  name: 'nak-reason-ignored',
  severity: 'note',
  kind: 'violation',
  title: 'Proposal is refused with reason 2 (ignored)',
  why: 'The reason tells the proposer that somebody is there and will not answer, which ignoring was to hide.',
  fix: 'Send no answer at all to who is ignored, and reason 1 when the user declined.',
  spec: { doc: 'Services/Rendezvous', item: 'NAK reasons', says: 'Reason 2 is not to be used.' },
  who: 'client',
  fixtures: { bad: ['client-error-ignored'], good: ['refused-by-client-error', 'buddy-list-ignored'] },
  check: {
    clientError({ seen, error, toHost, conversation }, report) {
      // Windows AIM answers every buddy list so. What was proposed has to be known.
      if (error.reason !== IGNORED || conversation === undefined || conversation.serviceName === 'send-buddy-list')
        return
      if (conversation.messages.some(({ kind, first }) => kind === 'client-error' && first.toHost !== toHost)) return
      report({
        conversation,
        seen,
        certainty: conversation.rolesKnown ? 'sure' : 'likely',
        message: `0004/000b refuses the ${conversation.serviceName} with reason 2 (ignored)`,
        expected: 'no answer, or reason 1',
        found: '2',
      })
    },
  },
})
