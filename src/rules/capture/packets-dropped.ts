import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-08',
  name: 'packets-dropped',
  severity: 'note',
  kind: 'capture',
  title: 'The capturing program lost packets',
  why: 'Any of the messages that are missed may be among them; findings that conclude from absence say so where a hole shows.',
  fix: 'Capture with a larger buffer (tcpdump -B), a filter for the hosts that matter, and to a disk that keeps up.',
  spec: { doc: 'pcapng', item: 'Interface Statistics Block', says: 'The block says how many packets were dropped.' },
  who: 'capture',
  fixtures: { bad: ['packets-dropped'], good: ['signon', 'direct'] },
  check: {
    capture({ capture: { dropped = 0 } }, report) {
      if (dropped === 0) return
      report({ certainty: 'sure', message: `the capturing program lost ${dropped} packet${dropped === 1 ? '' : 's'}` })
    },
  },
})
