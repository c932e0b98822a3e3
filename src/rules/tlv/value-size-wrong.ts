import { checkTlvs } from '../tlv-faults.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TLV-04',
  name: 'value-size-wrong',
  severity: 'warning',
  kind: 'malformed',
  title: 'Value of a TLV has another size than its type',
  why: 'The reader takes other bytes for the number, or drops the TLV.',
  fix: 'Write the value in the size of the table: 2 bytes for a uint16, 4 for a uint32 or an address, 16 for a UUID.',
  spec: { doc: 'OSCAR', item: 'TLV', says: 'The length is that of the type of the value.' },
  who: 'client',
  fixtures: { bad: ['tlv-size-wrong'], good: ['signon', 'rights'] },
  check: checkTlvs('size', 'likely', ({ expected, found, context }, tlv) => ({
    says: `has a ${tlv} (${context}) of ${found} bytes`,
    expected: `${expected} bytes`,
    found: String(found),
  })),
})
