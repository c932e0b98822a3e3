import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'
import { checkHeaders } from '../headers.ts'

const START = 0xffff0000

export default defineRule({
  code: 'OFT-28',
  name: 'prompt-not-fresh',
  severity: 'note',
  kind: 'violation',
  title: 'The prompt counts bytes that nobody received',
  why: 'nrecvd and recvcsum are what the receiver has; one that gives the header back as it is claims to have bytes of the file.',
  fix: 'Send nrecvd 0 and recvcsum 0xFFFF0000 in 0x0101.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, nrecvd and recvcsum',
    says: 'Before anything was received they are 0 and 0xFFFF0000.',
  },
  who: 'sender',
  knownFor: ['Gaim'],
  fixtures: {
    bad: ['prompt-with-count', 'prompt-with-recvcsum', 'prompt-of-old-client'],
    good: ['direct', 'resume', 'folder'],
  },
  check: checkHeaders(({ type, nrecvd, recvcsum }) => {
    if (type !== 0x0101 || (nrecvd === 0 && recvcsum === START)) return undefined
    return {
      says: `has nrecvd ${nrecvd} and recvcsum ${hexNumber(recvcsum, 8)}`,
      expected: `nrecvd 0, recvcsum ${hexNumber(START)}`,
      found: `nrecvd ${nrecvd}, recvcsum ${hexNumber(recvcsum, 8)}`,
      // Clients before resume leave the checksum zero.
      knownFor: nrecvd === 0 && recvcsum === 0 ? ['Gaim'] : [],
    }
  }),
})
