import { hexNumber } from '../../bytes/hex.ts'
import type { OftHeader } from '../../peer/oft-header.ts'
import { defineRule } from '../define.ts'
import { checkHeaders, isEcho, stepOf } from '../headers.ts'

const CHECKSUMS = ['checksum', 'recvcsum', 'rfrcsum', 'rfcsum'] as const

const wrongOf = (header: OftHeader) => CHECKSUMS.find((field) => (header[field] & 0xffff) !== 0)

export default defineRule({
  code: 'OFT-27',
  name: 'checksum-low-half-set',
  severity: 'warning',
  kind: 'violation',
  title: 'Checksum has something in its lower half',
  why: 'The checksum has 16 bits, in the upper half of the field: clients that compare all 32 bits take the file for damaged.',
  fix: 'Shift the 16-bit sum left by 16; without a sum write 0xFFFF0000.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'checksum',
    says: 'The sum is kept in the upper two bytes, the lower ones are zero.',
  },
  who: 'client',
  knownFor: ['joscar demo'],
  fixtures: {
    bad: ['checksum-low-half', 'recvcsum-low-half', 'fork-checksum-low-half'],
    good: ['direct', 'resume', 'checksum-zero', 'resource-fork'],
  },
  check: checkHeaders((header, place) => {
    const field = wrongOf(header)
    if (field === undefined || isEcho(header, place, (prompt) => prompt[field] === header[field])) return undefined
    const value = header[field]
    return {
      step: stepOf(header),
      says: `has ${field} ${hexNumber(value, 8)}`,
      expected: `${field} 0xXXXX0000`,
      found: hexNumber(value, 8),
      // It writes a constant.
      knownFor: value === 100 ? ['joscar demo'] : [],
    }
  }),
})
