import { foodgroupText, snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-06',
  name: 'foodgroup-not-announced',
  severity: 'error',
  kind: 'violation',
  title: 'Client uses a foodgroup that it did not announce',
  why: 'Hosts of AOL accepted only what CLIENT_ONLINE had named, and dropped the rest or the connection.',
  fix: 'Name every foodgroup that will be used, with its version, in 0001/0002 CLIENT_ONLINE.',
  spec: { doc: 'OSERVICE', item: '0001/0002', says: 'After CLIENT_ONLINE the client uses the foodgroups named in it.' },
  who: 'client',
  fixtures: { bad: ['foodgroup-not-announced'], good: ['signon', 'message'] },
  check: {
    snacForeign(fact, report) {
      if (fact.lacking !== 'CLIENT_ONLINE') return
      report({
        seen: fact.seen,
        // Not every server minds.
        certainty: 'likely',
        message: `${snacText(fact)} is of a foodgroup that CLIENT_ONLINE did not name`,
        expected: 'a foodgroup of CLIENT_ONLINE',
        found: foodgroupText(fact.foodgroup),
      })
    },
  },
})
