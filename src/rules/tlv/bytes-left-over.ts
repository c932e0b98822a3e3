import { checkTlvs } from '../tlv-faults.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TLV-03',
  name: 'bytes-left-over',
  severity: 'warning',
  kind: 'malformed',
  title: 'Bytes behind the last TLV',
  why: 'They are too few for another TLV; libpurple once hung in a loop over them.',
  fix: 'End the message with the last TLV.',
  spec: { doc: 'OSCAR', item: 'TLV', says: 'A run of TLVs fills its block to the last byte.' },
  who: 'client',
  fixtures: { bad: ['bytes-left-over'], good: ['signon', 'rights'] },
  check: checkTlvs('left-over', 'sure', ({ found }) => ({
    says: `has ${found} byte${found === 1 ? '' : 's'} behind its last TLV`,
    expected: 'none',
    found: String(found),
  })),
})
