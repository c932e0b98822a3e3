import { ipv4Text } from '../../bytes/ipv4.ts'
import { nameOf } from '../blocks.ts'
import { addressesSeenBy, isPrivate } from '../endpoints.ts'
import { defineRule, on } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'RV-25',
  name: 'address-not-routed',
  severity: 'note',
  kind: 'violation',
  title: 'Proposer offers a private address from outside',
  why: 'Nobody outside of its network can connect to that address; only the one the server added may lead there.',
  fix: 'Nothing has to be mended; a receiver should try VERIFIED_IP_ADDR (0x0004) too, and propose the reverse when both fail.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'addresses of a proposal',
    says: 'The receiver tries the address that the host has seen as well as the one the sender believes in.',
  },
  who: 'network',
  fixtures: { bad: ['private-and-public'], good: ['declined', 'requester-elsewhere', 'proxied'] },
  check: {
    leg: on({ signs: SIGN.otherAddress }, (fact, report) => {
      const view = addressesSeenBy(fact)
      const inner = view && [view.offered, view.requester].find((word) => word !== undefined && isPrivate(word))
      if (view === undefined || inner === undefined || isPrivate(view.verified)) return
      const { conversation, message, leg } = fact
      const [found, expected] = [ipv4Text(inner), ipv4Text(view.verified)]
      report({
        conversation,
        seen: leg.seen,
        certainty: 'sure',
        step: message.step,
        message: `${nameOf(message, conversation.rolesKnown)} offers ${found}, and the server sees ${expected}`,
        expected,
        found,
      })
    }),
  },
})
