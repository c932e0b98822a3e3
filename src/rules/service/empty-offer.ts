import type { Rendezvous } from '../../oscar/rendezvous/block.ts'
import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkOffer } from '../file-offer.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SVC-04',
  name: 'empty-offer',
  severity: 'warning',
  kind: 'violation',
  title: 'File proposal offers nothing',
  why: 'libpurple ignores an offer without files or bytes, without a word: the sender waits until it gives up.',
  fix: 'Do not offer empty files, or tell the user that some receivers will not answer.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'SERVICE_DATA of send file',
    says: 'It says how many files and how many bytes there are.',
  },
  who: 'offerer',
  step: 1,
  fixtures: { bad: ['offer-of-nothing', 'offer-of-no-bytes'], good: ['declined', 'proposal-of-aim', 'huge-offer'] },
  check: checkOffer(({ files, bytes }, block) => {
    // Of a total of 64 bits, the low half may well be zero.
    const large = bytes === 0 && block.lengthOf(TAG.TOTAL_SIZE_64) === 8 && !isZero(block)
    if (files > 0 && (bytes > 0 || large)) return undefined
    return {
      says: `offers ${files} files of ${bytes} bytes`,
      expected: 'at least one byte',
      found: `${files} files, ${bytes} bytes`,
    }
  }),
})

function isZero(block: Rendezvous): boolean {
  return block.bytesOf(TAG.TOTAL_SIZE_64)?.every((byte) => byte === 0) === true
}
