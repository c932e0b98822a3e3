import { hexNumber } from '../../bytes/hex.ts'
import { snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-08',
  name: 'client-uses-server-id',
  severity: 'warning',
  kind: 'violation',
  title: 'Request id of a client has the bit of the server',
  why: 'The answer cannot be told from what the server sends on its own, and some clients and tools ignore it.',
  fix: 'Keep bit 31 of the ids of requests clear.',
  spec: {
    doc: 'SNAC',
    item: 'request id',
    says: 'Ids with bit 31 are those of SNACs that the server sends on its own.',
  },
  who: 'client',
  fixtures: { bad: ['request-id-of-server'], good: ['signon', 'pause-acknowledged'] },
  check: {
    snacId(fact, report) {
      if (!fact.fromClient || !fact.seen.track.clientSure) return
      report({
        seen: fact.seen,
        certainty: 'sure',
        message: `${snacText(fact)} has request id ${hexNumber(fact.requestId, 8)}`,
        expected: 'an id below 0x80000000',
        found: hexNumber(fact.requestId, 8),
      })
    },
  },
})
