import { hexNumber } from '../../bytes/hex.ts'
import { SERVER_ID } from '../../oscar/snac-rows.ts'
import { snacText } from '../snacs.ts'
import { requestHasPassed } from '../certainty.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-10',
  name: 'reply-without-request',
  severity: 'warning',
  kind: 'violation',
  title: 'Server answers what nobody asked',
  why: "Clients drop it, and two of libpurple's crashes came from answers to requests that it did not know.",
  fix: 'In the server, copy the request id of the request into its answer, and answer once.',
  spec: { doc: 'SNAC', item: 'request id', says: 'A reply carries the id of its request.' },
  who: 'server',
  fixtures: {
    bad: ['reply-without-request', 'error-without-request'],
    good: ['signon', 'reply-before-request', 'request-lost-by-capture', 'replies-in-parts'],
  },
  check: {
    session({ track, strays, knowsAll }, report) {
      // Where bytes are missing, the request is the likeliest of them.
      if (!track.intact) return
      for (const stray of strays) {
        report({
          track,
          packets: [stray.packet],
          certainty: knowsAll && requestHasPassed(track, stray.seconds) ? 'sure' : 'likely',
          message: `${snacText(stray)} in #${stray.packet} answers request ${hexNumber(stray.requestId, 8)}, which nobody made`,
          expected: 'the id of a request',
          found: hexNumber(stray.requestId, 8),
        })
      }
    },
    snacError(fact, report) {
      const { seen, request, requestId, followed, fromClient } = fact
      if (!followed || fromClient || request !== undefined || requestId === 0 || requestId >= SERVER_ID) return
      report({
        seen,
        // In the order of the capture the request may follow.
        certainty: seen.intact ? 'likely' : 'capture-incomplete',
        message: `${snacText(fact)} answers request ${hexNumber(requestId, 8)}, which nobody made`,
        expected: 'the id of a request',
        found: hexNumber(requestId, 8),
      })
    },
  },
})
