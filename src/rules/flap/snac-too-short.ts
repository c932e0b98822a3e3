import { SNAC_HEADER } from '../../oscar/snac.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-05',
  name: 'snac-too-short',
  severity: 'error',
  kind: 'malformed',
  title: 'Data frame is too short for a SNAC header',
  why: 'Without foodgroup, subgroup, flags and request id nobody can tell what the frame is for; many readers run past its end.',
  fix: 'Put one whole SNAC, 10 bytes of header and its body, into each frame on channel 2; use channel 5 to keep the connection alive.',
  spec: { doc: 'FLAP', item: 'channel 2', says: 'A data frame carries one SNAC, whose header has 10 bytes.' },
  who: 'client',
  fixtures: { bad: ['snac-short', 'snac-empty'], good: ['signon', 'flap-all-channels'] },
  check: {
    snacShort({ seen, length }, report) {
      const who = seen.side === seen.track.client ? 'client' : 'server'
      report({
        seen,
        certainty: 'sure',
        who,
        message: `the ${who} sent a data frame of ${length} byte${length === 1 ? '' : 's'}`,
        expected: `${SNAC_HEADER} bytes or more`,
        found: String(length),
      })
    },
  },
})
