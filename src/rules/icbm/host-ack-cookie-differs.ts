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
  fixtures: { bad: ['host-ack-other-cookie'], good: ['declined', 'direct', 'host-ack-other-id'] },
  check: {
    hostAck({ seen, conversation, leg, cookie }, report) {
      if (leg === undefined || cookie === leg.outerCookie) return
      report({
        conversation,
        seen,
        certainty: 'sure',
        message: `0004/000c has cookie ${cookie}, the message in #${leg.seen.packets.at(-1)} has ${leg.outerCookie}`,
        expected: leg.outerCookie,
        found: cookie,
      })
    },
  },
})
