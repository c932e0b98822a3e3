import { senderOf } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-10',
  name: 'keep-alive-not-empty',
  severity: 'note',
  kind: 'violation',
  title: 'Keep-alive frame has content',
  why: 'Nobody reads it; what was put there is lost.',
  fix: 'Send frames on channel 5 with length 0.',
  spec: { doc: 'FLAP', item: 'channel 5', says: 'A keep-alive frame is empty.' },
  who: 'client',
  fixtures: { bad: ['keep-alive-with-content'], good: ['signon', 'flap-all-channels'] },
  check: {
    flapKeepAlive({ seen, length }, report) {
      const who = senderOf(seen.side === seen.track.client)
      report({
        seen,
        certainty: 'sure',
        who,
        message: `the ${who}'s keep-alive frame has ${length} byte${length === 1 ? '' : 's'}`,
        expected: 'no bytes',
        found: String(length),
      })
    },
  },
})
