import { senderOf, snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-16',
  name: 'snac-unknown',
  severity: 'note',
  kind: 'undecoded',
  title: 'SNAC that nobody has described',
  why: 'Whether it is right cannot be said, and its content is shown as bytes.',
  fix: 'Nothing has to be mended; if you know what it is, tell us.',
  spec: {
    doc: 'SNAC',
    item: 'foodgroup and subgroup',
    says: 'The tables of this program name the SNACs of all known foodgroups.',
  },
  who: 'client',
  fixtures: { bad: ['snac-unknown', 'foodgroup-unknown'], good: ['signon'] },
  check: {
    snacUnknown(fact, report) {
      report({
        seen: fact.seen,
        certainty: 'sure',
        who: senderOf(fact.fromClient),
        message: `the ${senderOf(fact.fromClient)} sent ${snacText(fact)}`,
        found: snacText(fact),
      })
    },
  },
})
