import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-01',
  name: 'bytes-not-captured',
  severity: 'note',
  kind: 'capture',
  title: 'Bytes of a connection were not captured',
  why: 'What was in them cannot be judged, and rules that conclude from absence say so.',
  fix: 'Capture on the machine itself, with a larger buffer, or where less traffic goes by.',
  spec: { doc: 'RFC 9293', item: 'section 3.4', says: 'The acknowledgment says how much the other side has received.' },
  who: 'capture',
  fixtures: { bad: ['frame-lost-by-capture'], good: ['signon', 'direct', 'packets-cut'] },
  check: {
    flow({ track }, report) {
      const { stream0, stream1 } = track.flow
      if (stream0.gapCount + stream1.gapCount === 0 || track.protocol === 'other' || track.protocol === 'tls') return
      for (const side of [0, 1] as const) {
        const { gaps, gapCount } = track.flow.stream(side)
        const missing = gaps.filter(({ cause }) => cause === 'missing').reduce((sum, { bytes }) => sum + bytes, 0)
        if (missing === 0) continue
        const who = side === track.client ? 'client' : 'server'
        report({
          track,
          certainty: 'capture-incomplete',
          message: `${missing} bytes of the ${who} in ${gapCount} hole${gapCount === 1 ? '' : 's'} are not in the capture`,
        })
      }
    },
  },
})
