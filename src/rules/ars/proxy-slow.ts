import { defineRule } from '../define.ts'
import { last } from '../endings.ts'
import { PATIENCE } from '../patience.ts'
import { ACK, checkProxies, frameOf, INIT_RECV, INIT_SEND, READY } from '../proxies.ts'

/** What the proxy answers at once: a tunnel to who creates it, READY to who joins it. */
const ANSWERS = [
  [INIT_SEND, ACK],
  [INIT_RECV, READY],
] as const

export default defineRule({
  code: 'ARS-18',
  name: 'proxy-slow',
  severity: 'note',
  kind: 'violation',
  title: 'The proxy took long to answer',
  why: 'The client that waits gives up, and so does the other one, which waits for its proposal or its first header.',
  fix: 'Look at the proxy, and at the way to it; READY is due as soon as the second side has joined.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, timeouts',
    says: 'The proxy gives each side ten seconds; clients give it no more.',
  },
  who: 'proxy',
  step: 7,
  fixtures: {
    bad: ['proxy-ack-late', 'proxy-ready-late'],
    good: ['proxied', 'proxied-receiver-creates', 'proxy-login-late'],
  },
  check: checkProxies((leg, report) => {
    for (const [asked, answered] of ANSWERS) {
      const [request, answer] = [frameOf(leg, asked), frameOf(leg, answered)]
      if (request === undefined || answer === undefined) continue
      const seconds = answer.seen.seconds - request.seen.seconds + (answer.seen.nanos - request.seen.nanos) / 1e9
      if (seconds <= PATIENCE.proxy.seconds) continue
      report({
        conversation: leg.conversation,
        seen: answer.seen,
        certainty: answer.seen.intact ? 'sure' : 'likely',
        message: `${answer.frame.name} ${last(answer.seen.packets)} came ${Math.floor(seconds)} seconds after ${request.frame.name} ${last(request.seen.packets)}`,
        expected: `within ${PATIENCE.proxy.seconds} seconds`,
        found: `${Math.floor(seconds)} seconds`,
      })
      return
    }
  }),
})
