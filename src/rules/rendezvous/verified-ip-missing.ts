import type { Rendezvous } from '../../oscar/rendezvous/block.ts'
import { LAST_RESERVED_TAG, TAG } from '../../oscar/rendezvous/tags.ts'
import { fits, nameOf, rowOf, tagText } from '../blocks.ts'
import { copiesOf } from '../copies.ts'
import { defineRule, on } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'RV-23',
  name: 'verified-ip-missing',
  severity: 'warning',
  kind: 'violation',
  title: 'Server did not add VERIFIED_IP_ADDR',
  why: "A receiver outside of the proposer's network does not learn its public address, and can only try the private one.",
  fix: 'In the server, add tag 0x0004 with the address the proposer is connected from to each proposal that has 0x0003.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, VERIFIED_IP_ADDR',
    says: 'The host adds the address it sees to proposals that have the one their author believes in.',
  },
  who: 'server',
  fixtures: {
    bad: ['verified-ip-missing'],
    good: ['declined', 'verified-by-host', 'reserved-tag-late', 'proxied', 'proposer-on-ipv6'],
  },
  check: {
    leg: on({ signs: SIGN.notVerified }, ({ conversation, message, leg }, report) => {
      const block = leg.rendezvous
      if (leg.toHost || block === undefined || block.typeName !== 'PROPOSE' || block.has(TAG.VERIFIED_IP_ADDR)) return
      // An address of zero in a first proposal is left to the server; in a later one it asks for the proxy.
      const stated = block.word(TAG.REQUESTER_IP_ADDR)
      if (stated === undefined || (stated === 0 && message.sequence !== 1)) return
      if (!fits(block) || isHidden(block) || message.legs.find((other) => !other.toHost) !== leg) return
      // There is no address to add for who is connected by IPv6.
      if (copiesOf(conversation.messages).some((copy) => copy.leg.seen.track.flow.ipv6)) return
      report({
        conversation,
        seen: leg.seen,
        certainty: 'sure',
        step: message.step,
        message: `the server passed ${nameOf(message, conversation.rolesKnown)} on without VERIFIED_IP_ADDR`,
        expected: tagText(rowOf('VERIFIED_IP_ADDR')),
        found: 'none',
      })
    }),
  },
})

/** The server stops reading at the first tag that is not reserved, so it does not see what comes later. */
function isHidden(block: Rendezvous): boolean {
  let service = false
  return block.some((tag) => {
    service ||= tag > LAST_RESERVED_TAG
    return service && tag === TAG.REQUESTER_IP_ADDR
  })
}
