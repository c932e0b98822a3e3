import { senderOf } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-11',
  name: 'data-before-signon',
  severity: 'error',
  kind: 'violation',
  title: 'Connection does not begin with a sign-on frame',
  why: 'The other side does not know yet what it talks to, and closes the connection or drops the frame.',
  fix: 'Send the frame on channel 1 first, in both directions.',
  spec: { doc: 'FLAP', item: 'channel 1', says: 'The sign-on frame is the first of its direction.' },
  who: 'client',
  fixtures: {
    bad: ['data-before-signon', 'keep-alive-before-signon'],
    good: ['signon', 'midstream', 'flap-signoff-only'],
  },
  check: {
    flapBeforeSignon({ seen, channel }, report) {
      const { track, side } = seen
      const { synSeen, gapCount } = track.flow.stream(side)
      if (!synSeen || gapCount > 0 || !track.clientSure) return
      const who = senderOf(side === track.client)
      report({
        seen,
        certainty: 'sure',
        who,
        message: `the ${who}'s first frame is on channel ${channel}`,
        expected: 'channel 1',
        found: `channel ${channel}`,
      })
    },
  },
})
