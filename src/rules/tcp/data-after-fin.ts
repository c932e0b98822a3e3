import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TCP-04',
  name: 'data-after-fin',
  severity: 'warning',
  kind: 'violation',
  title: 'Data follows the FIN of its own side',
  why: 'The other side has been told that nothing comes any more, and throws it away.',
  fix: 'Look for a device that puts segments into connections of others; a host sends nothing new behind its FIN.',
  spec: { doc: 'RFC 9293', item: 'section 3.6', says: 'FIN says that the sender has no more data.' },
  who: 'network',
  fixtures: { bad: ['data-after-fin'], good: ['signon', 'data-after-reset', 'message'] },
  check: {
    tcp({ seen, anomaly }, report) {
      if (anomaly !== 'data-after-fin') return
      report({
        seen,
        // The SYN of another connection with the same ports may not have been captured.
        certainty: 'likely',
        message: `#${seen.packets.at(-1)} carries data behind the FIN of its side`,
        expected: 'nothing',
        found: 'data',
      })
    },
  },
})
