import { senderOf } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-08',
  name: 'signon-repeated',
  severity: 'error',
  kind: 'violation',
  title: 'Second sign-on frame of the same side',
  why: 'The session is there already: servers close the connection, or take the frame for a new client.',
  fix: 'Send one frame on channel 1 at the start of each connection, and never another.',
  spec: { doc: 'FLAP', item: 'channel 1', says: 'Each side sends the sign-on frame exactly once.' },
  who: 'client',
  fixtures: { bad: ['signon-twice', 'signon-twice-by-server'], good: ['signon', 'message'] },
  check: {
    signon({ seen, fromClient, again }, report) {
      if (!again) return
      const who = senderOf(fromClient)
      report({
        seen,
        // Where bytes are missing, another connection with the same ports may have begun.
        certainty: seen.track.flow.stream(seen.side).gapCount === 0 ? 'sure' : 'likely',
        who,
        message: `the ${who} sent another frame on channel 1`,
        expected: 'one',
        found: 'another',
      })
    },
  },
})
