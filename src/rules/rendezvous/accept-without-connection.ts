import { connectsPeers } from '../../oscar/rendezvous/services.ts'
import { TAG } from '../../oscar/rendezvous/tags.ts'
import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'RV-32',
  name: 'accept-without-connection',
  severity: 'warning',
  kind: 'violation',
  title: 'ACCEPT, and nobody connected',
  why: 'The proposer waits for the first header on a connection that does not exist.',
  fix: 'Send ACCEPT when the connection is there, and a CANCEL or another proposal when it cannot be made.',
  spec: { doc: 'Services/Rendezvous', item: 'ACCEPT', says: 'It says that the rendezvous is completed.' },
  who: 'client',
  step: 8,
  fixtures: {
    bad: ['accept-without-connection', 'accept-of-redirect-without-connection'],
    good: ['direct', 'redirected', 'proxied', 'accepted-then-cancelled', 'connection-refused-after-accept'],
  },
  check: {
    conversation: on({ signs: TRAIT.accepted }, ({ conversation }, report) => {
      if (!conversation.accepted) return
      const { messages, proposals, attempts, connections } = conversation
      const accept = messages.find(({ kind }) => kind === 'accept')
      const last = proposals.at(-1)
      if (accept === undefined || last === undefined || connections.length > 0) return
      if (!connectsPeers(conversation.service) || last.has(TAG.REQUEST_SECURE)) return
      if (messages.some(({ kind }) => kind !== 'propose' && kind !== 'accept')) return
      if (attempts.some(({ proposal }) => proposal === last)) return
      // Connections of the two were captured, so the one that is missing should have been.
      const unseen = attempts.length === 0
      report({
        conversation,
        seen: accept.first.seen,
        certainty: unseen ? 'capture-incomplete' : 'likely',
        ...(unseen && { severity: 'note', kind: 'capture', who: 'capture' }),
        message: `no connection was captured for ${nameOf(last, conversation.rolesKnown)}, which was accepted`,
        expected: 'a connection to the proposed address',
        found: 'none',
      })
    }),
  },
})
