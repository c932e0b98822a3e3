import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkServerTag } from '../blocks.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'RV-02',
  name: 'verified-ip-from-client',
  severity: 'error',
  kind: 'violation',
  title: 'Client sends VERIFIED_IP_ADDR itself',
  why: 'Peers trust tag 0x0004 because the server writes it; a client that sends it can point others to any address, and servers end up with two of them.',
  fix: 'Leave tag 0x0004 out: the server adds it to proposals with REQUESTER_IP_ADDR (0x0003).',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, VERIFIED_IP_ADDR',
    says: 'The host adds the address as it sees it; clients must not.',
  },
  who: 'client',
  fixtures: { bad: ['verified-ip-from-client'], good: ['verified-by-host', 'declined'] },
  check: checkServerTag((tag) => tag === TAG.VERIFIED_IP_ADDR),
})
