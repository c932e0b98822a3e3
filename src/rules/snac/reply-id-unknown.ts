import { hexNumber } from '../../bytes/hex.ts'
import { SERVER_ID } from '../../oscar/snac-rows.ts'
import { requestHasPassed } from '../certainty.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-02',
  name: 'reply-id-unknown',
  severity: 'warning',
  kind: 'violation',
  title: 'Host acknowledgement has an id that no message had',
  why: 'Clients find the message that was passed on by the id, so this one counts as undelivered.',
  fix: 'In the server, copy the request id of 0004/0006 into the 0004/000c that answers it.',
  spec: { doc: 'SNAC', item: 'request id', says: 'A reply carries the id of its request.' },
  who: 'server',
  fixtures: {
    bad: ['host-ack-other-id', 'host-ack-of-text-other-id'],
    good: [
      'declined',
      'direct',
      'message',
      'host-ack-request-lost-by-capture',
      'host-ack-captured-first',
      'host-ack-of-text-before-it',
      'host-acks-with-ids-of-its-own',
    ],
  },
  check: {
    hostAck({ seen, conversation, requestId, message }, report) {
      if (message !== undefined || !seen.intact || requestId >= SERVER_ID) return
      report({
        conversation,
        seen,
        certainty: 'sure',
        message: `0004/000c answers request ${hexNumber(requestId, 8)}, which no message of ${conversation?.cookie} has`,
        expected: 'the id of the message',
        found: hexNumber(requestId, 8),
      })
    },
    session({ track, strayAcks }, report) {
      // Where bytes are missing, the message is the likeliest of them.
      if (!track.intact) return
      for (const { packet, requestId, seconds } of strayAcks) {
        report({
          track,
          packets: [packet],
          certainty: requestHasPassed(track, seconds) ? 'sure' : 'likely',
          message: `0004/000c in #${packet} answers request ${hexNumber(requestId, 8)}, which no message has`,
          expected: 'the id of a message',
          found: hexNumber(requestId, 8),
        })
      }
    },
  },
})
