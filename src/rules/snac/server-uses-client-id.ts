import { hexNumber } from '../../bytes/hex.ts'
import { snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-09',
  name: 'server-uses-client-id',
  severity: 'warning',
  kind: 'violation',
  title: 'Server numbers its own SNAC like a reply',
  why: 'Clients look for the request with that id; Java AIM ignores what it did not ask for.',
  fix: 'In the server, set bit 31 in the id of everything that no client asked for.',
  spec: { doc: 'SNAC', item: 'request id', says: 'Ids of SNACs that the server sends on its own have bit 31 set.' },
  who: 'server',
  fixtures: { bad: ['push-with-client-id'], good: ['signon', 'push-with-id-0'] },
  check: {
    snacId(fact, report) {
      if (fact.fromClient || !fact.seen.track.clientSure) return
      report({
        seen: fact.seen,
        // Seen in dumps of AOL's hosts; no document asks for it.
        certainty: 'likely',
        message: `${snacText(fact)}, which nobody asks for, has request id ${hexNumber(fact.requestId, 8)}`,
        expected: 'an id from 0x80000000 on',
        found: hexNumber(fact.requestId, 8),
      })
    },
  },
})
