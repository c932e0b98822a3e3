import { hexNumber } from '../../bytes/hex.ts'
import { snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-12',
  name: 'reply-of-other-kind',
  severity: 'warning',
  kind: 'violation',
  title: 'Reply has the id of a request that it cannot answer',
  why: 'The client takes it for the answer to something else, or drops it and waits on.',
  fix: 'In the server, copy the id of the request that is being answered, and of no other.',
  spec: { doc: 'SNAC', item: 'request id', says: 'A reply carries the id of its request.' },
  who: 'server',
  fixtures: { bad: ['reply-of-other-kind'], good: ['signon', 'request-answered-by-error', 'ids-all-alike'] },
  check: {
    snacReply(fact, report) {
      const { seen, request, requestId } = fact
      if (request === undefined) return
      report({
        seen,
        certainty: seen.intact ? 'sure' : 'capture-incomplete',
        message: `${snacText(fact)} answers request ${hexNumber(requestId, 8)}, which is ${snacText(request)} in #${request.packet}`,
        expected: `an answer to ${snacText(request)}`,
        found: snacText(fact),
      })
    },
  },
})
