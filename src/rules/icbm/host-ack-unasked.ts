import { defineRule } from '../define.ts'

export default defineRule({
  code: 'ICBM-12',
  name: 'host-ack-unasked',
  severity: 'warning',
  kind: 'violation',
  title: 'Host acknowledges a message that did not ask for it',
  why: 'Clients that did not ask do not expect it; some show the message twice or as failed.',
  fix: 'In the server, send 0004/000c only for an ICBM with TLV 0x0003.',
  spec: { doc: 'ICBM', item: '0004/000c', says: 'It is the answer to TLV 0x0003 of a message.' },
  who: 'server',
  fixtures: {
    bad: ['host-ack-unasked', 'host-ack-of-text-unasked'],
    good: ['declined', 'direct', 'message', 'host-ack-other-id', 'host-ack-of-text-before-it'],
  },
  check: {
    hostAck({ seen, conversation, message }, report) {
      if (message === undefined || message.asks) return
      report({
        conversation,
        seen,
        // Clients number their messages alike now and then: another may not have been captured.
        certainty: seen.intact ? 'sure' : 'likely',
        message: `0004/000c for the message in #${message.packet}, which has no TLV 0x0003`,
        expected: 'none',
        found: '0004/000c',
      })
    },
  },
})
