import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkMirror } from '../blocks.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'RV-16',
  name: 'port-mirror-differs',
  severity: 'error',
  kind: 'violation',
  title: 'PORT and its mirror disagree',
  why: 'Something between the two changed one of them, usually a NAT that rewrites ports it finds in payload; the peer then connects to where nobody listens.',
  fix: 'Switch off the application gateway for AOL in the router; in a client, write tag 0x0017 as tag 0x0005 with all bits inverted.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, PORT_XOR',
    says: 'Tag 0x0017 is tag 0x0005 with all bits inverted, so that a change on the way is noticed.',
  },
  who: 'network',
  fixtures: {
    bad: ['port-changed', 'port-changed-miranda'],
    good: ['declined', 'proxied', 'proposal-of-miranda', 'asked-for-proxy'],
  },
  // Miranda writes the mirror of its first proposal as 0x0015, otherwise a text, and never one of two bytes.
  check: checkMirror('PORT_XOR', (block) =>
    block.lengthOf(TAG.INVITE_MIME_TYPE) === 2 ? block.number(TAG.INVITE_MIME_TYPE) : undefined,
  ),
})
