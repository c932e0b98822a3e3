import { hexNumber } from '../../bytes/hex.ts'
import { SERVICE_DATA } from '../../oscar/rendezvous/tags.ts'
import { checkBlock, fits } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

/** Kind, number of files, bytes in all and at least one byte of the name. */
const LEAST = 9

export default defineRule({
  code: 'SVC-01',
  name: 'service-data-missing',
  severity: 'error',
  kind: 'violation',
  title: 'File proposal does not describe its file',
  why: 'The receiver cannot show its user what is offered and how large it is, and libpurple ignores such an offer.',
  fix: `Put tag ${hexNumber(SERVICE_DATA)} into the first PROPOSE: uint16 1 or 2, uint16 files, uint32 bytes, the name with a NUL.`,
  spec: {
    doc: 'Services/Rendezvous',
    item: 'SERVICE_DATA of send file',
    says: 'The proposal says how many files there are, how many bytes, and the name.',
  },
  who: 'offerer',
  step: 1,
  fixtures: {
    bad: ['service-data-missing', 'service-data-short'],
    good: ['declined', 'redirected', 'proposal-of-aim', 'direct-im'],
  },
  check: checkBlock({ signs: SIGN.noFile }, (block, { seen }) => {
    const first = block.typeName === 'PROPOSE' && block.sequence === 1
    if (!first || block.serviceName !== 'send-file' || !fits(block)) return undefined
    const length = block.lengthOf(SERVICE_DATA)
    if (length !== undefined && length >= LEAST) return undefined
    return {
      // A target that numbers its own proposal 1 describes nothing: only what was not missed before tells.
      certainty: seen.intact ? 'sure' : 'likely',
      says: length === undefined ? 'does not describe the file' : `describes the file in ${length} bytes`,
      expected: `tag ${hexNumber(SERVICE_DATA)} of ${LEAST} bytes or more`,
      found: length === undefined ? 'none' : `${length} bytes`,
    }
  }),
})
