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
  fixtures: { bad: ['host-ack-unasked'], good: ['declined', 'direct', 'host-ack-other-id'] },
  check: {
    hostAck({ seen, conversation, leg }, report) {
      if (leg === undefined || leg.requestAck) return
      report({
        conversation,
        seen,
        certainty: 'sure',
        message: `0004/000c for the message in #${leg.seen.packets.at(-1)}, which has no TLV 0x0003`,
        expected: 'none',
        found: '0004/000c',
      })
    },
  },
})
