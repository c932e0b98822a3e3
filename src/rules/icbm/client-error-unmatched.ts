import { defineRule } from '../define.ts'

const NO_COOKIE = '0000000000000000'

export default defineRule({
  code: 'ICBM-11',
  name: 'client-error-unmatched',
  severity: 'warning',
  kind: 'violation',
  title: 'ICBM__CLIENT_ERR is about no known proposal',
  why: 'The proposer cannot tell what was refused and goes on waiting.',
  fix: 'Copy the cookie of the proposal into the first 8 bytes of 0004/000b.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__CLIENT_ERR',
    says: 'It begins with the cookie of the message it is about.',
  },
  who: 'client',
  fixtures: {
    bad: ['client-error-other-cookie'],
    good: [
      'refused-by-client-error',
      'client-error-zero-cookie',
      'client-error-proposal-lost-by-capture',
      'client-error-twice',
    ],
  },
  check: {
    clientError({ seen, error, conversation, known }, report) {
      // Windows AIM may leave the cookie out.
      if (conversation !== undefined || known || error.cookie === NO_COOKIE || !seen.intact) return
      report({
        seen,
        // The user may be signed on a second time where the capture cannot see.
        certainty: 'likely',
        message: `0004/000b refuses ${error.cookie}, which nobody proposed on this connection`,
        expected: 'the cookie of a proposal',
        found: error.cookie,
      })
    },
  },
})
