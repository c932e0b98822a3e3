import { hexNumber } from '../../bytes/hex.ts'
import { u32 } from '../../bytes/read.ts'
import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkOffer } from '../file-offer.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SVC-05',
  name: 'total-size-differs',
  severity: 'warning',
  kind: 'violation',
  title: 'The two total sizes of a file proposal differ',
  why: 'Old and new clients expect a different number of bytes, so one of them waits for more or cuts the file short.',
  fix: 'Write the same total into tag 0x2713 and, its low 32 bits, into tag 0x2711.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'SERVICE_DATA of send file, tag 0x2713',
    says: 'The total as 64 bits; its low half is the one of 32 bits.',
  },
  who: 'offerer',
  step: 1,
  fixtures: { bad: ['total-size-differs'], good: ['declined', 'proposal-of-miranda', 'huge-offer'] },
  check: checkOffer(({ bytes }, block) => {
    const total = block.bytesOf(TAG.TOTAL_SIZE_64)
    const low = total?.length === 8 ? u32(total, 4) : bytes
    if (low === bytes) return undefined
    return {
      says: `offers ${bytes} bytes, and ${low} by the low half of tag ${hexNumber(TAG.TOTAL_SIZE_64)}`,
      expected: String(bytes),
      found: String(low),
    }
  }),
})
