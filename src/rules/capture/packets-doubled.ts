import { defineRule } from '../define.ts'

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
    packets({ doubled: { connections, bytes, again } }, report) {
      if (connections === 0) return
      report({
        certainty: 'likely',
        message: `${again} of ${bytes} bytes of ${connections} connection${connections === 1 ? '' : 's'} were captured again`,
      })
    },
  },
})
