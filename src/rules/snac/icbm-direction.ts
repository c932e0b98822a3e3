import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-01',
  name: 'icbm-direction',
  severity: 'error',
  kind: 'violation',
  title: 'ICBM travels in the wrong direction',
  why: 'The layout of the two messages differs, so the reader takes the name of the receiver for that of a sender, and the message goes nowhere.',
  fix: 'Clients send 0004/0006 with the name of the receiver; servers send 0004/0007 with the user info of the sender.',
  spec: {
    doc: 'Foodgroups/ICBM',
    item: '0004/0006 and 0004/0007',
    says: 'CHANNEL_MSG_TOHOST goes from the client to the host, CHANNEL_MSG_TOCLIENT the other way.',
  },
  who: 'client',
  fixtures: {
    bad: ['icbm-to-client-by-client', 'icbm-to-host-by-server'],
    good: ['message', 'icbm-direction-unknown'],
  },
  check: {
    icbmDirection({ seen, toHost, fromClient }, report) {
      // Without the start of the connection, who of the two is the client is a guess from the ports.
      if (!seen.track.clientSure) return
      const who = fromClient ? 'client' : 'server'
      report({
        seen,
        certainty: 'sure',
        who,
        message: `the ${who} sent ${toHost ? '0004/0006 CHANNEL_MSG_TOHOST' : '0004/0007 CHANNEL_MSG_TOCLIENT'}`,
        expected: toHost ? '0004/0007' : '0004/0006',
        found: toHost ? '0004/0006' : '0004/0007',
      })
    },
  },
})
