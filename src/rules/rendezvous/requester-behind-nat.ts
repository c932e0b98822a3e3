import { ipv4Text } from '../../bytes/ipv4.ts'
import { nameOf } from '../blocks.ts'
import { addressesSeenBy, isPrivate } from '../endpoints.ts'
import { defineRule, on } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'RV-24',
  name: 'requester-behind-nat',
  severity: 'note',
  kind: 'violation',
  title: 'Proposer has another address than it believes',
  why: 'It is behind a NAT: connections from outside reach it only where the router forwards the port.',
  fix: 'Nothing has to be mended; expect the reverse connection or the proxy when the direct one fails.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, VERIFIED_IP_ADDR',
    says: 'The host adds the address that it sees.',
  },
  who: 'network',
  fixtures: { bad: ['requester-elsewhere'], good: ['declined', 'private-and-public', 'proxied'] },
  check: {
    leg: on({ signs: SIGN.otherAddress }, (fact, report) => {
      const view = addressesSeenBy(fact)
      if (view === undefined || view.requester === view.verified) return
      if (isPrivate(view.requester) && !isPrivate(view.verified)) return
      const { conversation, message, leg } = fact
      const [found, expected] = [ipv4Text(view.requester), ipv4Text(view.verified)]
      report({
        conversation,
        seen: leg.seen,
        certainty: 'sure',
        step: message.step,
        message: `${nameOf(message, conversation.rolesKnown)} says ${found}, and the server sees ${expected}`,
        expected,
        found,
      })
    }),
  },
})
