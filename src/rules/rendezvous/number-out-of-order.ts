import type { Message } from '../../conversation/message.ts'
import { nameOf } from '../blocks.ts'
import { notBefore, notBeforeProposal } from '../certainty.ts'
import { defineRule, on } from '../define.ts'
import type { Report } from '../finding.ts'
import { jumps, sharedNumbers, stepsBack, type Misnumbered } from '../proposal-order.ts'
import { mayLackProposal, noticed } from '../unread-proposals.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'RV-07',
  name: 'number-out-of-order',
  severity: 'error',
  kind: 'violation',
  title: 'SEQUENCE_NUM does not follow the last proposal',
  why: 'By the number both sides know which proposal is the current one; after a jump or a step back one of them waits for a connection nobody makes.',
  fix: 'Give each further PROPOSE of the cookie the highest number seen so far plus one, whichever side made the last.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, SEQUENCE_NUM',
    says: 'The number goes up by one with every proposal of the rendezvous, whoever sends it.',
  },
  who: 'client',
  fixtures: {
    bad: ['number-jumps', 'number-goes-back', 'numbers-cross'],
    good: ['redirected', 'proxied', 'proposed-again', 'relay', 'second-proposal-lost-by-capture'],
  },
  check: {
    ...noticed,
    conversation: on({ signs: TRAIT.countered }, ({ conversation }, report) => {
      const { proposals } = conversation
      if (proposals.length < 2 || mayLackProposal(conversation)) return
      // The missing number is that rule's fault, and may be the one that is missing here.
      if (proposals.some(({ sequence }) => sequence === undefined)) return
      const told = new Set<Message>()
      const tell = ({ message, due }: Misnumbered, judged: Pick<Report, 'certainty' | 'severity'>): void => {
        if (told.has(message)) return
        told.add(message)
        report({
          conversation,
          seen: message.first.seen,
          packets: message.packets,
          who: message.from,
          step: message.step,
          message: `${nameOf(message)} where ${due} was due`,
          expected: String(due),
          found: String(message.sequence),
          ...judged,
        })
      }
      for (const jump of jumps(proposals)) tell(jump, { certainty: notBeforeProposal(jump.message) })
      for (const back of stepsBack(proposals)) {
        tell(back, { certainty: back.leg.toHost ? notBefore(back.leg.seen) : 'likely' })
      }
      for (const shared of sharedNumbers(proposals)) tell(shared, { certainty: 'likely', severity: 'warning' })
    }),
  },
})
