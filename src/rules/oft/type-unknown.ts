import { defineRule } from '../define.ts'
import { checkHeaders } from '../headers.ts'

export default defineRule({
  code: 'OFT-03',
  name: 'type-unknown',
  severity: 'warning',
  kind: 'violation',
  title: 'OFT2 header has a type that nobody knows',
  why: 'The other side does not know what it is asked for: it closes the connection, or waits for the header that was due.',
  fix: 'Send 0x0101, 0x0106, 0x0202, 0x0204, 0x0205 and 0x0207, and for get file 0x1108, 0x1209, 0x120B, 0x120C and 0x120E.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 types',
    says: 'It lists the types; joscar adds those for directories.',
  },
  who: 'client',
  fixtures: { bad: ['type-unknown'], good: ['direct', 'resume', 'listing', 'listing-of-folder'] },
  check: checkHeaders((header) =>
    header.known ? undefined : { says: 'is of an unknown type', expected: 'a known type', found: header.name },
  ),
})
