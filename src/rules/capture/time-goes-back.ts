import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-03',
  name: 'time-goes-back',
  severity: 'note',
  kind: 'capture',
  title: 'Time stamps go back',
  why: 'Intervals and the order of connections to each other cannot be trusted there; packets are taken in the order of the file.',
  fix: 'Set the clock before capturing, and merge captures by time (mergecap).',
  spec: { doc: 'pcap', item: 'time stamp', says: 'Each packet has the time of its capture.' },
  who: 'capture',
  fixtures: { bad: ['time-goes-back'], good: ['signon', 'direct'] },
  check: {
    clock({ packet, seconds, before }, report) {
      report({
        packets: [packet],
        certainty: 'capture-incomplete',
        message: `#${packet} is ${before - seconds} s older than the packet before it`,
      })
    },
  },
})
