import { defineRule } from '../define.ts'

const KNOWN_FOR = ['Kopete', 'old ICQ clients']

export default defineRule({
  code: 'FLAP-09',
  name: 'sequence-wraps-early',
  severity: 'note',
  kind: 'violation',
  title: 'FLAP numbers of the client begin anew at 0x8000',
  why: 'It is how old ICQ clients and Kopete count, and most servers accept it; one that counts to 0xFFFF may drop the client.',
  fix: 'Count to 0xFFFF and go on with 0.',
  spec: {
    doc: 'FLAP',
    item: 'sequence number',
    says: 'Numbers have 16 bits; older documents say that they begin anew at 0x8000.',
  },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: { bad: ['flap-wrap-15-bit'], good: ['signon', 'flap-wrap', 'flap-gap'] },
  check: {
    flapSequence({ seen, expected, found, fromClient }, report) {
      if (!fromClient || expected !== 0x8000 || found > 1) return
      report({
        seen,
        certainty: 'sure',
        message: `the client's FLAP numbers go on with ${found} after 32767`,
        expected: '32768',
        found: String(found),
        knownFor: KNOWN_FOR,
      })
    },
  },
})
