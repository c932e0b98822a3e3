import { defineRule } from '../define.ts'
import { checkHeaders, isEcho } from '../headers.ts'

export default defineRule({
  code: 'OFT-42',
  name: 'fork-inconsistent',
  severity: 'note',
  kind: 'violation',
  title: 'Parts of the file and size of its resource fork disagree',
  why: 'The receiver waits for a resource fork that does not come, or takes it for the next header.',
  fix: 'Send total parts 2 with the size of the fork, and total parts 1 with 0.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, resource fork',
    says: 'Files of a Macintosh have a second part, as long as the size of the resource fork says.',
  },
  who: 'client',
  fixtures: { bad: ['fork-without-part', 'part-without-fork'], good: ['direct', 'resource-fork'] },
  check: checkHeaders((header, place) => {
    const { totalParts, rfsize } = header
    if (rfsize > 0 === totalParts > 1) return undefined
    if (isEcho(header, place, (prompt) => prompt.totalParts === totalParts && prompt.rfsize === rfsize))
      return undefined
    return {
      says: `has ${totalParts} parts and a resource fork of ${rfsize} bytes`,
      expected: rfsize > 0 ? 'total parts 2' : 'total parts 1',
      found: `total parts ${totalParts}`,
    }
  }),
})
