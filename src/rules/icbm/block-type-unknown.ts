import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

/** ACCEPT; behind it comes NAK, which is listed and never sent. */
const LAST_TYPE = 2

export default defineRule({
  code: 'ICBM-04',
  name: 'block-type-unknown',
  severity: 'warning',
  kind: 'violation',
  title: 'Rendezvous block of a type that no client sends',
  why: 'The peer does not know what is meant and ignores the message, so neither side leaves the state it waits in.',
  fix: 'Send 0 PROPOSE, 1 CANCEL or 2 ACCEPT; refuse with a CANCEL or with ICBM__CLIENT_ERR (0004/000b).',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'rendezvous block, type',
    says: 'A block proposes (0), cancels (1) or accepts (2).',
  },
  who: 'client',
  fixtures: {
    bad: ['block-type-7', 'block-type-nak'],
    good: ['declined', 'direct', 'refused-by-client-error'],
  },
  check: checkBlock({ signs: SIGN.unknownType }, ({ type }) =>
    type <= LAST_TYPE
      ? undefined
      : { says: `has type ${type}`, expected: '0 PROPOSE, 1 CANCEL or 2 ACCEPT', found: String(type) },
  ),
})
