import { hexNumber } from '../../bytes/hex.ts'
import { snacText } from '../snacs.ts'
import { hasEnded } from '../certainty.ts'
import { defineRule } from '../define.ts'

/** Seconds that a server needs at most. */
const PATIENCE = 5

export default defineRule({
  code: 'SNAC-11',
  name: 'reply-missing',
  severity: 'note',
  kind: 'violation',
  title: 'Request was not answered',
  why: 'The client waits for something that does not come; a sign-on may stall there.',
  fix: 'In the server, answer every request, with subgroup 0001 of its foodgroup when there is nothing to say.',
  spec: { doc: 'SNAC', item: 'request id', says: 'A request is answered by its reply or by an error, with its id.' },
  who: 'server',
  fixtures: {
    bad: ['request-unanswered'],
    good: ['signon', 'request-answered-by-error', 'reply-lost-by-capture', 'session-open', 'host-numbers-versions'],
  },
  check: {
    session({ track, unanswered }, report) {
      // What is asked at the very end may find the connection closed.
      if (!hasEnded(track)) return
      for (const request of unanswered) {
        if (request.requestId === 0 || track.flow.lastSeconds - request.seconds < PATIENCE) continue
        report({
          track,
          packets: [request.packet],
          certainty: 'likely',
          message: `${snacText(request)} in #${request.packet} was not answered`,
          expected: `an answer with request id ${hexNumber(request.requestId, 8)}`,
          found: 'none',
        })
      }
    },
  },
})
