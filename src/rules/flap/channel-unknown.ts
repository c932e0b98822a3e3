import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-03',
  name: 'channel-unknown',
  severity: 'error',
  kind: 'violation',
  title: 'FLAP frame on a channel that does not exist',
  why: 'The other side throws the frame away or closes the connection, and what was in it is lost.',
  fix: 'Send SNACs on channel 2; channels 1, 3, 4 and 5 are for sign-on, errors, sign-off and keep-alive.',
  spec: { doc: 'FLAP', item: 'channel', says: 'There are channels 1 to 5.' },
  who: 'client',
  fixtures: { bad: ['flap-channel-7', 'flap-channel-0'], good: ['signon', 'flap-all-channels'] },
  check: {
    flapChannel({ seen, channel }, report) {
      const who = seen.side === seen.track.client ? 'client' : 'server'
      report({
        seen,
        certainty: 'sure',
        who,
        message: `the ${who} sent a frame on channel ${channel}`,
        expected: 'channel 1 to 5',
        found: String(channel),
      })
    },
  },
})
