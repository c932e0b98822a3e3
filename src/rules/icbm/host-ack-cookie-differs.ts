import { defineRule } from '../define.ts'

export default defineRule({
  code: 'ICBM-13',
  name: 'host-ack-cookie-differs',
  severity: 'warning',
  kind: 'violation',
  title: 'Host acknowledges a message with another cookie',
  why: 'Clients that find their messages by cookie count this one as undelivered.',
  fix: 'In the server, copy cookie, channel and name of the message into 0004/000c.',
  spec: { doc: 'ICBM', item: '0004/000c', says: 'It has cookie, channel and name of the message.' },
  who: 'server',
  fixtures: {
    bad: ['host-ack-other-cookie', 'host-ack-of-text-other-cookie'],
    good: ['declined', 'direct', 'message', 'host-ack-other-id', 'texts-numbered-alike'],
  },
  check: {
    hostAck({ seen, conversation, message, cookie }, report) {
      if (message === undefined || cookie === message.cookie) return
      report({
        conversation,
        seen,
        // Clients number their messages alike now and then: another may not have been captured.
        certainty: seen.intact ? 'sure' : 'likely',
        message: `0004/000c has cookie ${cookie}, the message in #${message.packet} has ${message.cookie}`,
        expected: message.cookie,
        found: cookie,
      })
    },
  },
})
