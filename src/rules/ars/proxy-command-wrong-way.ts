import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'ARS-03',
  name: 'proxy-command-wrong-way',
  severity: 'error',
  kind: 'violation',
  title: 'Proxy command goes the wrong way',
  why: "Even commands are requests of a client, odd ones the proxy's answers; neither side knows what to do with its own.",
  fix: 'Send only 0x0002 and 0x0004 as a client and only 0x0001, 0x0003 and 0x0005 as the proxy.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, commands',
    says: "Commands 2 and 4 are the client's, 1, 3 and 5 the server's.",
  },
  who: 'client',
  step: 7,
  fixtures: { bad: ['proxy-ready-from-client'], good: ['proxied', 'proxy-error'] },
  check: {
    arsFrame({ seen, frame, fromClient }, report) {
      const isAnswer = (frame.command & 1) === 1
      if (!seen.track.clientSure || isAnswer !== fromClient) return
      const who = fromClient ? 'client' : 'proxy'
      report({
        seen,
        certainty: 'sure',
        who,
        message: `the ${who} sent ${hexNumber(frame.command)} ${frame.name} in #${seen.packets.at(-1)}`,
        expected: fromClient ? '0x0002 or 0x0004' : '0x0001, 0x0003 or 0x0005',
        found: hexNumber(frame.command),
      })
    },
  },
})
