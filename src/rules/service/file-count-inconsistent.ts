import { hexNumber } from '../../bytes/hex.ts'
import { checkOffer } from '../file-offer.ts'
import { defineRule } from '../define.ts'

const ONE = 1
const SEVERAL = 2

export default defineRule({
  code: 'SVC-02',
  name: 'file-count-inconsistent',
  severity: 'warning',
  kind: 'violation',
  title: 'File proposal counts its files in two ways',
  why: 'The receiver asks its user about one file and gets several, or waits for more than come.',
  fix: 'Write 1 in front of one file and 2 in front of several or a folder, and then how many there are.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'SERVICE_DATA of send file',
    says: 'The first number is 1 for one file and 2 for several; the second counts them.',
  },
  who: 'offerer',
  step: 1,
  fixtures: {
    bad: ['one-file-of-three', 'file-kind-7'],
    good: ['declined', 'folder', 'one-file-folder', 'proposal-of-aim', 'offer-of-nothing'],
  },
  check: checkOffer(({ kind, files }) => {
    if (kind !== ONE && kind !== SEVERAL)
      return { says: `has file kind ${hexNumber(kind)}`, expected: '1 or 2', found: String(kind) }
    // A folder may hold a single file; none at all is another rule's.
    if (kind !== ONE || files <= 1) return undefined
    return { says: `offers one file, and ${files} of them`, expected: String(SEVERAL), found: String(ONE) }
  }),
})
