import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkServerTag } from '../blocks.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'RV-03',
  name: 'verified-url-from-client',
  severity: 'error',
  kind: 'violation',
  title: 'Client sends VERIFIED_DOWNLOAD_URL itself',
  why: 'Peers take tag 0x0008 for a link that the server vouches for, so a client that sends it can make them fetch anything.',
  fix: 'Leave tag 0x0008 out and give DOWNLOAD_URL (0x0006); only the server adds the verified one.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, VERIFIED_DOWNLOAD_URL',
    says: 'The host adds the link as it knows it; clients must not.',
  },
  who: 'client',
  fixtures: { bad: ['verified-url-from-client'], good: ['verified-by-host', 'declined'] },
  check: checkServerTag((tag) => tag !== TAG.VERIFIED_IP_ADDR),
})
