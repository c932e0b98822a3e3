import { TAG } from '../../oscar/rendezvous/tags.ts'
import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import type { Conversation } from '../../conversation/conversation.ts'
import type { Message } from '../../conversation/message.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'RV-35',
  name: 'plaintext-despite-secure',
  severity: 'warning',
  kind: 'violation',
  title: 'TLS was wanted and the connection is in the clear',
  why: 'Users who asked for encryption see a transfer that looks safe and can be read by everybody on the way.',
  fix: 'Begin TLS on the connection when the proposal has REQUEST_SECURE, or refuse it with reason 0x0A.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, REQUEST_SECURE',
    says: 'The connection is to be encrypted.',
  },
  who: 'client',
  step: 9,
  fixtures: { bad: ['plaintext-despite-secure'], good: ['direct', 'secure-by-tls', 'secure-declined'] },
  check: {
    conversation: on({ signs: TRAIT.attempted }, ({ conversation }, report) => {
      for (const { track, proposal } of conversation.attempts) {
        const clear = track.peer?.oft !== undefined || track.peer?.odc !== undefined
        const asked = proposal && wanting(proposal, conversation)
        if (!clear || asked === undefined || !conversation.connections.includes(track)) continue
        const always = conversation.proposals.every((other) => other.has(TAG.REQUEST_SECURE))
        report({
          conversation,
          track,
          packets: [...asked.packets, track.flow.firstPacket],
          certainty: always && conversation.legsIntact && track.joinedBy === 'cookie' ? 'sure' : 'likely',
          message: `${nameOf(asked, conversation.rolesKnown)} wants TLS, and the connection of #${track.flow.firstPacket} carries ${track.protocol} in the clear`,
          expected: 'TLS',
          found: track.protocol,
        })
        return
      }
    }),
  },
})

/** The proposal that wants TLS: the one that was connected for, or one that it replaced, as what the user asked for still holds. */
function wanting(connected: Message, { proposals }: Conversation): Message | undefined {
  const earlier = proposals.slice(0, proposals.indexOf(connected))
  return [connected, ...earlier].find((proposal) => proposal.has(TAG.REQUEST_SECURE))
}
