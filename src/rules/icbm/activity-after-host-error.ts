import { hexNumber } from '../../bytes/hex.ts'
import type { Leg } from '../../conversation/message.ts'
import { nameOf } from '../blocks.ts'
import { copiesOf, since } from '../copies.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'ICBM-06',
  name: 'activity-after-host-error',
  severity: 'warning',
  kind: 'violation',
  title: 'A message that the host refused was answered',
  why: 'The host said that it could not pass the message on, so its author has given up what the other side goes on with.',
  fix: 'In the server, send 0004/0001 only for a message that reaches nobody.',
  spec: { doc: 'Services/Rendezvous', item: '0004/0001', says: 'An error of the host ends the proposal it is about.' },
  who: 'server',
  fixtures: {
    bad: ['answered-after-host-error', 'declined-after-host-error'],
    good: ['refused-by-host', 'declined', 'refused-then-proposed-again'],
  },
  check: {
    conversation: on({ signs: TRAIT.refused }, ({ conversation }, report) => {
      const { messages } = conversation
      for (const { kind, first, code } of messages) {
        if (kind !== 'host-error') continue
        const refused = messages.find(({ legs }) => legs.some((leg) => leg.toHost && isAnswer(first, leg)))
        const own = copiesOf(messages).filter(({ leg }) => leg.seen.track === first.seen.track)
        const later = own.filter(({ leg }) => since(first.seen, leg.seen) > 0)
        const next = later.find(({ message }) => message.kind !== 'host-error')
        // A new try of its author is another message, and its CANCEL says what the host has said.
        if (refused?.kind !== 'propose' || next === undefined || next.leg.toHost) continue
        report({
          conversation,
          seen: next.leg.seen,
          certainty: next.leg.seen.intact ? 'sure' : 'likely',
          step: next.message.step,
          message: `${nameOf(next.message, conversation.rolesKnown)} came after the host refused ${nameOf(refused, conversation.rolesKnown)} with error ${hexNumber(code ?? 0)}`,
          expected: 'nothing more',
          found: next.message.kind,
        })
        return
      }
    }),
  },
})

function isAnswer(error: Leg, leg: Leg): boolean {
  return leg.requestId === error.requestId && leg.seen.track === error.seen.track
}
