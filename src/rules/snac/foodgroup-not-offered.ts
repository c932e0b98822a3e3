import { foodgroupText, snacText } from '../snacs.ts'
import { isReadable } from '../certainty.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-05',
  name: 'foodgroup-not-offered',
  severity: 'error',
  kind: 'violation',
  title: 'Client uses a foodgroup that the server does not have',
  why: 'The server closes the connection, or answers with an error at best.',
  fix: 'Use the foodgroups of 0001/0003 HOST_ONLINE only; for another one ask for its server with 0001/0004.',
  spec: {
    doc: 'OSERVICE',
    item: '0001/0003',
    says: 'HOST_ONLINE lists the foodgroups that may be used on the connection.',
  },
  who: 'client',
  fixtures: { bad: ['foodgroup-not-offered'], good: ['signon', 'message', 'foodgroup-offered-later'] },
  check: {
    snacForeign(fact, report) {
      if (fact.lacking !== 'HOST_ONLINE') return
      const { track } = fact.seen
      report({
        seen: fact.seen,
        certainty: fact.seen.intact && isReadable(track, track.server) ? 'sure' : 'likely',
        message: `${snacText(fact)} is of a foodgroup that HOST_ONLINE does not list`,
        expected: 'a foodgroup of HOST_ONLINE',
        found: foodgroupText(fact.foodgroup),
      })
    },
  },
})
