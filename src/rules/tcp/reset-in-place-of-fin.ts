import { senderOf } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TCP-03',
  name: 'reset-in-place-of-fin',
  severity: 'note',
  kind: 'violation',
  title: 'Connection to a server ends with a reset',
  why: 'What was on its way is thrown away; the other side cannot tell a quit from a crash.',
  fix: 'Close the socket when all data was read and written, without SO_LINGER 0.',
  spec: { doc: 'RFC 9293', item: 'section 3.6', says: 'A connection is closed with FIN in both directions.' },
  who: 'client',
  fixtures: { bad: ['session-reset'], good: ['signon', 'message', 'flap-cut-by-capture'] },
  check: {
    session({ track }, report) {
      const { flow } = track
      if (flow.closed !== 'rst' || flow.resetBy === -1 || flow.stream0.finSeen || flow.stream1.finSeen) return
      const who = senderOf(flow.resetBy === track.client)
      report({
        track,
        // The FIN may not have been captured.
        certainty: track.intact && track.complete(flow.resetBy) ? 'sure' : 'capture-incomplete',
        who,
        message: `the ${who} ends the connection with RST`,
        expected: 'FIN',
        found: 'RST',
      })
    },
  },
})
