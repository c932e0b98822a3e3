import { senderOf, snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-03',
  name: 'prefix-too-long',
  severity: 'error',
  kind: 'malformed',
  title: 'SNAC announces a block that does not fit',
  why: 'Readers skip the stated length and find the body of the SNAC too short, or read beyond it.',
  fix: 'Set flag 0x8000 only in front of a block, and write its length in bytes.',
  spec: {
    doc: 'SNAC',
    item: 'flag 0x8000',
    says: 'Between header and body stands a block: its length in bytes, and TLVs.',
  },
  who: 'server',
  fixtures: { bad: ['prefix-too-long', 'prefix-too-long-by-client'], good: ['signon', 'prefix-of-version'] },
  check: {
    snacPrefix({ seen, foodgroup, subgroup, fromClient, length, left }, report) {
      const who = senderOf(fromClient)
      report({
        seen,
        // A dump of AOL's own 0013/000e has the flag and no block.
        certainty: fromClient ? 'sure' : 'likely',
        who,
        message: `${snacText({ foodgroup, subgroup })} announces a block of ${length} bytes, ${left} left`,
        expected: `${left} bytes or less`,
        found: String(length),
      })
    },
  },
})
