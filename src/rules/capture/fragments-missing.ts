import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-12',
  name: 'fragments-missing',
  severity: 'note',
  kind: 'capture',
  title: 'IP packets came in fragments that are not all there',
  why: 'A datagram of which a fragment is missing says nothing, and its connection has a hole.',
  fix: 'Capture all fragments: a filter for ports lets the later ones through the net, as only the first has the port.',
  spec: {
    doc: 'RFC 791',
    item: 'section 3.2',
    says: 'The fragments of a datagram are put together when all are there.',
  },
  who: 'capture',
  fixtures: { bad: ['fragment-lost-by-capture'], good: ['signon', 'direct'] },
  check: {
    packets({ network: { fragments } }, report) {
      const { incomplete } = fragments
      if (incomplete === 0) return
      report({
        certainty: 'capture-incomplete',
        message: `${incomplete} datagram${incomplete === 1 ? '' : 's'} came in fragments that are not all in the capture`,
      })
    },
  },
})
