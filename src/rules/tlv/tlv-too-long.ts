import { checkTlvs } from '../tlv-faults.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TLV-01',
  name: 'tlv-too-long',
  severity: 'warning',
  kind: 'malformed',
  title: 'TLV is longer than the block it is in',
  why: 'A reader that trusts the length runs into what follows; a careful one loses this TLV and all behind it.',
  fix: 'Write the number of bytes of the value, and send all of them.',
  spec: { doc: 'OSCAR', item: 'TLV', says: 'Two bytes of tag, two of length, and as many bytes as that says.' },
  who: 'client',
  fixtures: { bad: ['tlv-too-long'], good: ['signon', 'rights'] },
  check: checkTlvs('overrun', 'sure', ({ expected, found }, tlv) => ({
    says: `has a ${tlv} of ${found} bytes, ${expected} left`,
    expected: `${expected} bytes or less`,
    found: String(found),
  })),
})
