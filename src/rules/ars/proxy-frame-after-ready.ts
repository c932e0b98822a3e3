import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'
import { last } from '../endings.ts'
import { READY } from '../proxies.ts'

export default defineRule({
  code: 'ARS-16',
  name: 'proxy-frame-after-ready',
  severity: 'warning',
  kind: 'violation',
  title: 'Proxy frame came after the tunnel was ready',
  why: 'Behind READY the connection belongs to the two clients: a frame of the proxy is taken for the first header, and that fails.',
  fix: 'Send nothing of the proxy once READY was sent or has arrived.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, ready',
    says: 'The connection is transparent once the proxy has sent the ready packet.',
  },
  who: 'proxy',
  step: 7,
  fixtures: {
    bad: ['proxy-ready-twice', 'proxy-join-after-ready'],
    good: ['proxied', 'proxy-data-before-ready', 'proxy-join-captured-late'],
  },
  check: {
    arsFrame({ seen, frame, fromClient }, report) {
      const ready = seen.track.session?.proxyFrames.find((known) => known.frame.command === READY)
      // A frame that READY acknowledges was captured too late.
      if (ready === undefined || ready.frame === frame || !seen.intact || !ready.seen.inOrder) return
      // One that goes the wrong way is ARS-03's.
      if ((frame.command % 2 === 1) === fromClient) return
      report({
        seen,
        certainty: 'sure',
        who: fromClient ? 'client' : 'proxy',
        message: `${hexNumber(frame.command)} ${frame.name} ${last(seen.packets)} came after READY`,
        expected: 'the first OFT2 or ODC2 header',
        found: frame.name,
      })
    },
  },
})
