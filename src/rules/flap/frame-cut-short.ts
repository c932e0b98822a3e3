import { FLAP_HEADER } from '../../oscar/flap.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-04',
  name: 'frame-cut-short',
  severity: 'error',
  kind: 'malformed',
  title: 'The stream ended inside of a FLAP frame',
  why: 'The reader waits for bytes that never come, and what it has of the message is lost.',
  fix: 'Make the length field the number of bytes that follow the header, and send all of them before closing.',
  spec: { doc: 'FLAP', item: 'length', says: 'The length counts the bytes between this header and the next.' },
  who: 'client',
  fixtures: {
    bad: ['flap-cut-by-fin', 'flap-length-too-large', 'flap-header-cut', 'flap-cut-by-own-reset'],
    good: ['signon', 'flap-short-signoff', 'flap-cut-by-reset', 'flap-cut-by-capture'],
  },
  check: {
    flapPartial({ seen, have, missing }, report) {
      const { track, side } = seen
      const who = side === track.client ? 'client' : 'server'
      const inHeader = have < FLAP_HEADER
      const whole = inHeader ? FLAP_HEADER : have + missing
      const { resetBy } = track.flow
      const isAborted = !track.flow.stream(side).finSeen && resetBy === side && track.complete(side)
      if (!isAborted && (!track.flow.stream(side).finSeen || !track.complete(side))) {
        // The other's reset cuts wherever it finds the stream.
        if (track.flow.closed === 'rst') return
        const message = `the capture has ${have} of the ${whole} bytes of the ${who}'s last frame`
        report({ seen, certainty: 'capture-incomplete', severity: 'note', kind: 'capture', who: 'capture', message })
        return
      }
      report({
        seen,
        // What it had written and not yet sent is lost by a reset of its own.
        certainty: isAborted ? 'likely' : 'sure',
        who,
        message: `the ${who} ${isAborted ? 'reset the connection' : 'closed'} after ${have} of the ${whole} bytes of a ${inHeader ? 'FLAP header' : 'frame'}`,
        expected: `${whole} bytes`,
        found: `${have} bytes`,
        // libpurple's sign-off frame lacks the last byte of its header now and then.
        knownFor: have === FLAP_HEADER - 1 ? ['libpurple'] : [],
      })
    },
  },
})
