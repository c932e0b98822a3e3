import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TCP-02',
  name: 'data-after-reset',
  severity: 'warning',
  kind: 'violation',
  title: 'Data follows the reset of its own side',
  why: 'The connection is gone for the receiver, so nothing of it arrives; the reset may have been forged by somebody in between.',
  fix: 'Look for a device that resets connections of others; a host sends nothing after its RST.',
  spec: { doc: 'RFC 9293', item: 'section 3.10.7.4', says: 'A reset ends the connection at once.' },
  who: 'network',
  fixtures: { bad: ['data-after-reset'], good: ['flap-cut-by-reset', 'message'] },
  check: {
    tcp({ seen, anomaly }, report) {
      if (anomaly !== 'data-after-reset') return
      report({
        seen,
        // The SYN of another connection with the same ports may not have been captured.
        certainty: 'likely',
        message: `#${seen.packets.at(-1)} carries data behind the reset of its side`,
        expected: 'nothing',
        found: 'data',
      })
    },
  },
})
