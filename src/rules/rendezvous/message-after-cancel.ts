import { nameOf } from '../blocks.ts'
import { copiesByTrack, since } from '../copies.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

/** What is sent sooner may have crossed the CANCEL. */
const CROSSING_SECONDS = 5

export default defineRule({
  code: 'RV-30',
  name: 'message-after-cancel',
  severity: 'warning',
  kind: 'violation',
  title: 'Rendezvous goes on after its CANCEL',
  why: 'The side that cancelled has closed its listener and told its user, so nobody is there for what comes.',
  fix: 'Forget the cookie when a CANCEL was sent or read; begin anew with a new one.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'CANCEL',
    says: 'It ends the rendezvous; only messages that cross it may still come.',
  },
  who: 'client',
  fixtures: {
    bad: ['accept-after-cancel', 'redirect-after-cancel'],
    good: ['cancelled', 'declined', 'accept-crosses-cancel', 'offered-again-with-cookie'],
  },
  check: {
    afterCancel({ seen, kind, rendezvous, cancelled }, report) {
      if (cancelled <= CROSSING_SECONDS) return
      report({
        seen,
        // Only its author's connection shows that its author knew of the CANCEL.
        certainty: seen.intact && seen.side === seen.track.client ? 'sure' : 'likely',
        message: `${rendezvous.typeName} of ${rendezvous.cookie} came ${cancelled} s after its CANCEL`,
        expected: 'nothing',
        found: kind,
      })
    },
    conversation: on({ signs: TRAIT.late }, ({ conversation }, report) => {
      if (!conversation.messages.some(({ kind }) => kind === 'cancel')) return
      for (const copies of copiesByTrack(conversation.messages)) {
        const end = copies.find(({ message }) => message.kind === 'cancel')
        const late = copies.find(({ message, leg }) => {
          const goesOn = message.kind === 'propose' || message.kind === 'accept'
          return end !== undefined && goesOn && since(end.leg.seen, leg.seen) > CROSSING_SECONDS
        })
        if (end === undefined || late === undefined) continue
        const { message, leg } = late
        report({
          conversation,
          seen: leg.seen,
          certainty: leg.seen.intact && leg.toHost ? 'sure' : 'likely',
          step: message.step,
          message: `${nameOf(message, false)} came ${Math.round(since(end.leg.seen, leg.seen))} s after the CANCEL`,
          expected: 'nothing',
          found: message.kind,
        })
        return
      }
    }),
  },
})
