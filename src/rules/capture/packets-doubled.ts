import { isOscar } from '../flows.ts'
import type { Stream } from '../../network/flow.ts'
import { defineRule } from '../define.ts'

/** Of the bytes of a side. */
const SHARE = 0.75

export default defineRule({
  code: 'CAP-10',
  name: 'packets-doubled',
  severity: 'note',
  kind: 'capture',
  title: 'Packets were captured more than once',
  why: 'They are counted once; what looks like a retransmission is a copy, and intervals may be those between the copies.',
  fix: 'Capture on one interface instead of any, and mirror one direction of a port, or take the copies out (editcap -d).',
  spec: { doc: 'pcap', item: 'capture point', says: 'A packet that passes two interfaces is captured at both.' },
  who: 'capture',
  fixtures: { bad: ['packets-doubled'], good: ['signon', 'direct', 'segment-repeated'] },
  check: {
    flow({ track }, report) {
      if (!isOscar(track)) return
      const speaking = [track.flow.stream0, track.flow.stream1].filter(({ captured }) => captured > 0)
      // A sender that repeats itself does not repeat everything, and not on both sides.
      if (speaking.length === 0 || speaking.some(({ repeated, captured }) => repeated < captured * SHARE)) return
      const [repeated, once] = [sum(speaking, 'repeated'), sum(speaking, 'captured')]
      report({
        track,
        certainty: 'likely',
        message: `of ${once} bytes ${repeated} were captured again`,
      })
    },
  },
})

const sum = (streams: readonly Stream[], what: 'repeated' | 'captured'): number =>
  streams.reduce((total, stream) => total + stream[what], 0)
