import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-01',
  name: 'junk-between-frames',
  severity: 'error',
  kind: 'malformed',
  title: 'Bytes in a FLAP stream belong to no frame',
  why: 'A reader that finds no 0x2a where a frame must start has lost its place: it drops the connection or takes content for headers.',
  fix: 'Write every frame with its 6-byte header and exactly as many bytes as that says, one after the other.',
  spec: { doc: 'FLAP', item: 'marker', says: 'Each frame begins with 0x2a, and the next one follows at once.' },
  who: 'client',
  fixtures: {
    bad: ['flap-junk', 'flap-junk-first'],
    good: ['signon', 'flap-cut-by-fin', 'flap-length-too-large', 'midstream', 'frame-lost-by-capture'],
  },
  check: {
    flapJunk({ seen, bytes, afterGap, isFirst }, report) {
      const { track, side } = seen
      const count = `${bytes} byte${bytes === 1 ? '' : 's'}`
      if (afterGap || !track.flow.stream(side).intact) {
        // Rest of a frame whose beginning the capture does not have.
        const message = `${count} in front of the first whole frame behind what was not captured`
        report({ seen, certainty: 'capture-incomplete', severity: 'note', kind: 'capture', who: 'capture', message })
        return
      }
      const who = side === track.client ? 'client' : 'server'
      report({
        seen,
        // In front of everything it may be said to a proxy that nobody knows.
        certainty: isFirst ? 'likely' : 'sure',
        who,
        message: `${count} of the ${who} ${isFirst ? 'in front of the first FLAP frame' : 'between two FLAP frames'}`,
        expected: '0x2a',
        found: count,
      })
    },
  },
})
