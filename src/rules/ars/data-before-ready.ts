import { defineRule } from '../define.ts'

export default defineRule({
  code: 'ARS-12',
  name: 'data-before-ready',
  severity: 'error',
  kind: 'violation',
  title: 'Peer data went into the proxy before it was ready',
  why: 'Until READY the proxy reads commands: it answers what is none with an error, or drops it.',
  fix: 'Wait for READY (0x0005) before the first OFT2 or ODC2 header.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, ready',
    says: 'The connection is transparent once the proxy has sent the ready packet to both sides.',
  },
  who: 'client',
  step: 7,
  fixtures: { bad: ['proxy-data-before-ready'], good: ['proxied', 'proxy-ready-lost-by-capture'] },
  check: {
    arsEarly({ seen }, report) {
      const { track, side } = seen
      // READY may be in what cannot be read of the proxy's bytes.
      if (!seen.intact || (track.session?.strays[track.server] ?? 0) > 0) return
      const who = side === track.client ? 'client' : 'proxy'
      report({
        seen,
        certainty: 'sure',
        who,
        message: `the ${who} sent #${seen.packets.at(-1)} before READY`,
        expected: 'READY before it',
        found: 'none',
      })
    },
  },
})
