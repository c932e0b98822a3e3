import { checkMirror } from '../blocks.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'RV-15',
  name: 'address-mirror-differs',
  severity: 'error',
  kind: 'violation',
  title: 'RENDEZVOUS_IP_ADDR and its mirror disagree',
  why: 'Something between the two changed one of them, usually a NAT that rewrites addresses it finds in payload; the peer then connects to the wrong host.',
  fix: 'Switch off the application gateway for AOL in the router; in a client, write tag 0x0016 as tag 0x0002 with all bits inverted.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, IP_ADDR_XOR',
    says: 'Tag 0x0016 is tag 0x0002 with all bits inverted, so that a change on the way is noticed.',
  },
  who: 'network',
  fixtures: {
    bad: ['address-changed', 'address-changed-behind-host'],
    good: ['declined', 'proxied', 'requester-rewritten', 'asked-for-proxy'],
  },
  check: checkMirror('IP_ADDR_XOR', () => undefined),
})
