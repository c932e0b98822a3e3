import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-02',
  name: 'packets-cut',
  severity: 'note',
  kind: 'capture',
  title: 'Packets were cut when they were captured',
  why: 'Only the beginning of long messages is there: content, checksums and whatever follows in the packet cannot be judged.',
  fix: 'Capture whole packets: tcpdump -s 0, tshark without -s.',
  spec: { doc: 'pcap', item: 'snapshot length', says: 'A capture keeps so many bytes of each packet.' },
  who: 'capture',
  fixtures: { bad: ['packets-cut'], good: ['signon', 'direct', 'frame-lost-by-capture'] },
  check: {
    flow({ track }, report) {
      const { stream0, stream1 } = track.flow
      if (stream0.gapCount + stream1.gapCount === 0 || track.protocol === 'other' || track.protocol === 'tls') return
      const gaps = [...stream0.gaps, ...stream1.gaps].filter(({ cause }) => cause === 'cut')
      const bytes = gaps.reduce((sum, gap) => sum + gap.bytes, 0)
      if (bytes === 0) return
      report({
        track,
        certainty: 'capture-incomplete',
        message: `${gaps.length} packet${gaps.length === 1 ? '' : 's'} of the connection lack ${bytes} bytes`,
      })
    },
  },
})
