import type { Message } from '../../conversation/message.ts'
import { serviceByUuid } from '../../oscar/rendezvous/services.ts'
import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'RV-27',
  name: 'service-changed-or-unknown',
  severity: 'warning',
  kind: 'violation',
  title: 'Service of the rendezvous changes or is unknown',
  why: 'The peer takes the message for another rendezvous, finds none, and drops it.',
  fix: 'Copy the service UUID of the first proposal into every message of the rendezvous.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'rendezvous block, service',
    says: 'The UUID says what the rendezvous is for, in all of its messages.',
  },
  who: 'client',
  fixtures: {
    bad: ['service-changed', 'service-unknown'],
    good: ['declined', 'redirected', 'cookie-for-two-services', 'relay'],
  },
  check: {
    cookieShared({ conversation, others }, report) {
      const { messages, cookie, serviceName } = conversation
      const [message] = messages
      // With a first proposal another rendezvous begins.
      if (message === undefined || isFirst(message)) return
      const other = others.find(({ service }) => service !== conversation.service)
      if (other === undefined) return
      report({
        conversation,
        seen: conversation.opened,
        certainty: other.rolesKnown && conversation.opened.intact ? 'sure' : 'likely',
        step: message.step,
        message: `a ${message.kind} of ${cookie} is about ${serviceName}, and the proposal was about ${other.serviceName}`,
        expected: other.service,
        found: conversation.service,
      })
    },
    conversation: on({ signs: TRAIT.unknownService }, ({ conversation }, report) => {
      const [message] = conversation.messages
      if (message === undefined || !isFirst(message) || serviceByUuid(conversation.service) !== undefined) return
      report({
        conversation,
        seen: message.first.seen,
        certainty: 'sure',
        // It may well be one that we do not know.
        severity: 'note',
        kind: 'undecoded',
        step: message.step,
        message: `${nameOf(message)} is about service ${conversation.service}, which is not known`,
        expected: 'a known service',
        found: conversation.service,
      })
    }),
  },
})

function isFirst({ kind, sequence = 1 }: Message): boolean {
  return kind === 'propose' && sequence === 1
}
