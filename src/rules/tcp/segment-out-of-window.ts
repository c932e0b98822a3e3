import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TCP-05',
  name: 'segment-out-of-window',
  severity: 'note',
  kind: 'violation',
  title: 'Segments lie too far from their stream',
  why: 'They cannot belong to the connection whose ports they have: somebody guesses numbers, or the capture mixes two connections.',
  fix: 'Look for forged packets, or for a capture that was put together from several places.',
  spec: { doc: 'RFC 9293', item: 'section 3.10.7.4', says: 'A segment outside of the window is not accepted.' },
  who: 'network',
  fixtures: { bad: ['segment-out-of-window'], good: ['signon', 'message', 'segment-repeated'] },
  check: {
    packets({ network: { tcp } }, report) {
      const { outOfWindow } = tcp.reassembly
      if (outOfWindow === 0) return
      report({
        certainty: 'likely',
        message: `${outOfWindow} segment${outOfWindow === 1 ? '' : 's'} too far from a stream to belong to it`,
      })
    },
  },
})
