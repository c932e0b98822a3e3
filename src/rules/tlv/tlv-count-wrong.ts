import { checkTlvs } from '../tlv-faults.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TLV-02',
  name: 'tlv-count-wrong',
  severity: 'warning',
  kind: 'malformed',
  title: 'Fewer TLVs than their count says',
  why: 'The reader takes what follows for TLVs, or gives up the whole message.',
  fix: 'Count the TLVs of a block when it is finished.',
  spec: { doc: 'OSCAR', item: 'TLV block', says: 'A count in two bytes, and as many TLVs.' },
  who: 'client',
  fixtures: { bad: ['tlv-count-wrong'], good: ['signon', 'rights'] },
  check: checkTlvs('count', 'sure', ({ expected, found }) => ({
    says: `counts ${expected} TLVs and has ${found}`,
    expected: String(expected),
    found: String(found),
  })),
})
