import { defineRule } from '../define.ts'
import { checkHeaders, isEcho } from '../headers.ts'

/** Data, and the resource fork of a Macintosh. */
const MOST = 2

export default defineRule({
  code: 'OFT-19',
  name: 'parts-wrong',
  severity: 'note',
  kind: 'violation',
  title: 'Parts of the file make no sense',
  why: 'A file has one part, on a Macintosh a second for its resource fork; a receiver that counts them waits for a part that does not come.',
  fix: 'Send total parts 1 and parts left 1, with a resource fork 2 and what is left of them.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, total parts and parts left',
    says: 'Both are 1, or 2 when a resource fork follows.',
  },
  who: 'client',
  fixtures: {
    bad: ['parts-of-3', 'parts-left-of-3', 'parts-of-none'],
    good: ['direct', 'resource-fork', 'done-counts-down'],
  },
  check: checkHeaders((header, place) => {
    const { totalParts, partsLeft } = header
    if (totalParts >= 1 && totalParts <= MOST && partsLeft <= totalParts) return undefined
    if (isEcho(header, place, (prompt) => prompt.totalParts === totalParts && prompt.partsLeft === partsLeft))
      return undefined
    return {
      says: `has ${partsLeft} of ${totalParts} parts left`,
      expected: 'total parts 1 or 2, and no more left',
      found: `${partsLeft} of ${totalParts}`,
    }
  }),
})
