import { neverSent } from '../certainty.ts'
import { defineRule } from '../define.ts'
import type { Report } from '../finding.ts'
import { last } from '../endings.ts'
import { PATIENCE } from '../patience.ts'
import {
  ACK,
  checkProxies,
  ERROR,
  frameOf,
  INIT_RECV,
  INIT_SEND,
  READY,
  type ProxyLeg,
  type SeenFrame,
} from '../proxies.ts'

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
  title: 'The proxy answered late, or not at all',
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
    bad: ['proxy-ack-late', 'proxy-ready-late', 'proxy-ack-missing'],
    good: ['proxied', 'proxied-receiver-creates', 'proxy-login-late', 'proxy-error-unknown'],
  },
  check: checkProxies((leg, report) => {
    for (const [asked, answered] of ANSWERS) {
      const [request, answer] = [frameOf(leg, asked), frameOf(leg, answered)]
      if (request === undefined) continue
      if (answer === undefined) {
        if (asked === INIT_SEND) unanswered(leg, request, report)
        continue
      }
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

/** Who creates a tunnel gets no token: nothing can be proposed, though the other side may be told that it is ready. */
function unanswered(
  { track, frames, conversation }: ProxyLeg,
  request: SeenFrame,
  report: (found: Report) => void,
): void {
  if (frames.some(({ frame }) => frame.command === ERROR)) return
  const isReady = frames.some(({ frame }) => frame.command === READY)
  const left = !isReady && track.endedFirst === track.client
  report({
    conversation,
    seen: request.seen,
    severity: 'warning',
    certainty: left ? 'capture-incomplete' : isReady && track.intact ? 'sure' : neverSent(track, track.server),
    message: `${request.frame.name} ${last(request.seen.packets)} was not answered`,
    expected: 'ACK, or an error',
    found: isReady ? 'READY' : 'nothing',
  })
}
