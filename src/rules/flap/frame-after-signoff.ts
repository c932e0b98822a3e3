import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-06',
  name: 'frame-after-signoff',
  severity: 'warning',
  kind: 'violation',
  title: 'Frames follow the sign-off frame',
  why: 'The other side has stopped reading, so whatever is in them is lost.',
  fix: 'Send what there is to say before the frame on channel 4, and nothing but the end of the connection after it.',
  spec: { doc: 'FLAP', item: 'channel 4', says: 'The sign-off frame ends the session in its direction.' },
  who: 'client',
  fixtures: { bad: ['flap-after-signoff'], good: ['signon', 'flap-all-channels', 'flap-signoff-twice'] },
  check: {
    flapAfterSignoff({ seen, channel }, report) {
      const who = seen.side === seen.track.client ? 'client' : 'server'
      report({
        seen,
        // Where bytes are missing, another connection with the same ports may have begun.
        certainty: seen.track.flow.stream(seen.side).gapCount === 0 ? 'sure' : 'likely',
        who: seen.track.clientSure ? who : 'client',
        message: `the ${who} sent a frame on channel ${channel} behind its sign-off`,
        expected: 'the end of the connection',
        found: `channel ${channel}`,
      })
    },
  },
})
