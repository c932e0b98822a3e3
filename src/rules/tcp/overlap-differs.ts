import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TCP-01',
  name: 'overlap-differs',
  severity: 'warning',
  kind: 'violation',
  title: 'The same bytes of a stream were sent twice and differ',
  why: 'Which version the receiver took is not in the capture; everything decoded from these bytes may be other than what it saw.',
  fix: 'Look for a device that changes or forges packets between the two; a sender repeats what it sent before, byte for byte.',
  spec: {
    doc: 'RFC 9293',
    item: 'section 3.4, sequence numbers',
    says: 'Every byte of data has one sequence number, so a retransmission carries the same byte.',
  },
  who: 'network',
  fixtures: { bad: ['segment-repeated-differently'], good: ['segment-repeated', 'keep-alive-segment', 'message'] },
  check: {
    tcp({ seen, anomaly }, report) {
      if (anomaly !== 'overlap-differs') return
      const packet = seen.packets.at(-1)
      report({
        seen,
        certainty: 'sure',
        message: `#${packet} repeats bytes of its stream with other content; the first version is decoded`,
        expected: 'the same bytes',
        found: 'other bytes',
      })
    },
  },
})
