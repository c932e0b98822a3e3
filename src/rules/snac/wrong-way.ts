import { senderOf, snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

/** Messages have a rule of their own. */
const ICBM = 0x0004

export default defineRule({
  code: 'SNAC-17',
  name: 'wrong-way',
  severity: 'warning',
  kind: 'violation',
  title: 'SNAC that only the other side sends',
  why: 'The receiver has no code for it and drops it or the connection; usually client and server were mixed up when it was built.',
  fix: 'Look up who sends it: requests go to the server, replies and news to the client.',
  spec: { doc: 'SNAC', item: 'direction', says: 'The table of each foodgroup says who sends what.' },
  who: 'client',
  fixtures: { bad: ['reply-by-client', 'request-by-server'], good: ['signon', 'message', 'direction-unknown'] },
  check: {
    snacDirection(fact, report) {
      const { seen, fromClient } = fact
      // Without the start of the connection, who of the two is the client is a guess from the ports.
      if (!seen.track.clientSure || fact.foodgroup === ICBM) return
      report({
        seen,
        certainty: 'sure',
        who: senderOf(fromClient),
        message: `the ${senderOf(fromClient)} sent ${snacText(fact)}`,
        expected: `from the ${senderOf(!fromClient)}`,
        found: `from the ${senderOf(fromClient)}`,
      })
    },
  },
})
