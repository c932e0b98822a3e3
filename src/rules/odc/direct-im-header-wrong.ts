import { ODC_HEADER } from '../../peer/odc.ts'
import { defineRule } from '../define.ts'

const TYPE = 1
const SUBTYPE = 6

export default defineRule({
  code: 'ODC-01',
  name: 'direct-im-header-wrong',
  severity: 'error',
  kind: 'malformed',
  title: 'Direct IM frame does not begin as it should',
  why: 'The other side cannot find the length of the message, loses the place, and closes the connection.',
  fix: 'Begin every frame with ODC2, a header length of 76 or more, type 1 and subtype 6.',
  spec: { doc: 'Direct IM', item: 'ODC2 header', says: 'Magic ODC2, at least 76 bytes, type 1, subtype 6.' },
  who: 'client',
  fixtures: {
    bad: ['direct-im-header-short', 'direct-im-type-2', 'direct-im-subtype-1', 'direct-im-magic-wrong'],
    good: ['direct-im', 'direct-im-header-long', 'direct-im-lost-by-capture'],
  },
  check: {
    odcFrame({ seen, frame }, report) {
      const { length, type, subtype } = frame.header
      if (length >= ODC_HEADER && type === TYPE && subtype === SUBTYPE) return
      report({
        seen,
        // Behind a hole, what looks like a header may stand in a picture.
        certainty: seen.intact ? 'sure' : 'likely',
        message: `#${seen.packets.at(-1)} has a header of ${length} bytes, type ${type}, subtype ${subtype}`,
        expected: `${ODC_HEADER} bytes, type ${TYPE}, subtype ${SUBTYPE}`,
        found: `${length} bytes, type ${type}, subtype ${subtype}`,
      })
    },
    oftStray({ seen, earlier }, report) {
      const { track, side } = seen
      const atEnd = track.over || track.flow.stream(side).ended
      if (track.peer?.odc === undefined || earlier > 0 || atEnd || !seen.intact) return
      // What follows a header that is too short is its own fault.
      if ((track.session?.openings[side]?.header.length ?? ODC_HEADER) < ODC_HEADER) return
      report({
        seen,
        certainty: 'sure',
        message: `#${seen.packets.at(-1)} holds something else where a direct IM frame is due`,
        expected: 'ODC2',
        found: 'other bytes',
      })
    },
  },
})
