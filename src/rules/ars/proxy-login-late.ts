import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'
import { last } from '../endings.ts'
import { PATIENCE } from '../patience.ts'
import { INIT_RECV, INIT_SEND, READY } from '../proxies.ts'

export default defineRule({
  code: 'ARS-04',
  name: 'proxy-login-late',
  severity: 'warning',
  kind: 'violation',
  title: 'The proxy was not told at once what it is to do',
  why: 'The proxy answers a client that does not create or join a tunnel within ten seconds with error 0x0010, and closes.',
  fix: 'Send INIT_SEND (0x0002) or INIT_RECV (0x0004) as the first frame, as soon as the connection is there.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, initialize',
    says: 'A client creates or joins a tunnel with its first packet, within ten seconds.',
  },
  who: 'client',
  step: 7,
  fixtures: {
    bad: ['proxy-login-late', 'proxy-first-command-unknown', 'proxy-ready-unasked'],
    good: ['proxied', 'proxied-receiver-creates', 'proxy-create-lost-by-capture', 'proxy-ready-from-client'],
  },
  check: {
    arsFrame({ seen, frame, fromClient, earlier }, report) {
      const { track, side } = seen
      const isUnasked = !fromClient && frame.command === READY && earlier.every(({ command }) => command % 2 === 1)
      if (isUnasked && track.clientSure && seen.intact && seen.inOrder) {
        report({
          seen,
          certainty: 'sure',
          message: `the proxy said READY ${last(seen.packets)} to a client that has not said what it wants`,
          expected: '0x0002 or 0x0004 before it',
          found: 'nothing',
        })
      }
      const isFirst = track.session?.proxyFrames.find((known) => known.seen.side === side)?.frame === frame
      // An odd command is ARS-03's.
      if (!fromClient || !track.clientSure || !isFirst || !seen.intact || frame.command % 2 === 1) return
      const isLogin = frame.command === INIT_SEND || frame.command === INIT_RECV
      const { startSeconds, startNanos } = track.flow
      const seconds = seen.seconds - startSeconds + (seen.nanos - startNanos) / 1e9
      if (isLogin && seconds <= PATIENCE.proxy.seconds) return
      report({
        seen,
        certainty: 'sure',
        message: isLogin
          ? `${frame.name} ${last(seen.packets)} came ${Math.floor(seconds)} seconds after the connection to the proxy`
          : `the first frame to the proxy, ${last(seen.packets)}, is ${hexNumber(frame.command)}`,
        expected: `0x0002 or 0x0004 within ${PATIENCE.proxy.seconds} seconds`,
        found: isLogin ? `${Math.floor(seconds)} seconds` : hexNumber(frame.command),
      })
    },
  },
})
