import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TCP-06',
  name: 'urgent-data',
  severity: 'note',
  kind: 'violation',
  title: 'A segment is marked as urgent',
  why: 'Some systems take the urgent byte out of the stream and others leave it in: the two sides may read different messages.',
  fix: 'Send without MSG_OOB; OSCAR has no use for it.',
  spec: { doc: 'RFC 6093', item: 'section 5', says: 'New applications should not use the urgent mechanism.' },
  who: 'client',
  fixtures: { bad: ['urgent-data'], good: ['signon', 'message'] },
  check: {
    tcp({ seen, anomaly }, report) {
      if (anomaly !== 'urgent-data') return
      report({
        seen,
        certainty: 'sure',
        message: `#${seen.packets.at(-1)} has urgent data; it is read as part of the stream`,
        expected: 'no URG',
        found: 'URG',
      })
    },
  },
})
