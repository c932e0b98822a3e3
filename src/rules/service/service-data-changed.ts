import { connectsPeers } from '../../oscar/rendezvous/services.ts'
import { SERVICE_DATA } from '../../oscar/rendezvous/tags.ts'
import { nameOf } from '../blocks.ts'
import { notBeforeProposal } from '../certainty.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'SVC-06',
  name: 'service-data-changed',
  severity: 'warning',
  kind: 'violation',
  title: 'A later proposal describes another file',
  why: 'The user has agreed to the first one; the receiver stores the file under a name or with a size nobody saw.',
  fix: 'Repeat the tag 0x2711 of the first proposal as it was, or leave it out.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'SERVICE_DATA of send file',
    says: 'It describes what the rendezvous is about, in all of its proposals.',
  },
  who: 'client',
  fixtures: { bad: ['service-data-changed'], good: ['declined', 'redirected', 'proposals-of-joscar', 'relay'] },
  check: {
    conversation: on({ signs: TRAIT.countered }, ({ conversation }, report) => {
      if (!connectsPeers(conversation.service)) return
      const described = conversation.proposals.filter(
        ({ first }) => (first.rendezvous?.lengthOf(SERVICE_DATA) ?? 0) > 0,
      )
      const [first] = described
      // With another 1, another conversation begins.
      const next = described.slice(1).find(({ sequence = 1 }) => sequence > 1)
      if (first === undefined || next === undefined) return
      if (first.first.rendezvous!.agrees(next.first.rendezvous!, SERVICE_DATA)) return
      report({
        conversation,
        seen: next.first.seen,
        packets: [...first.packets, ...next.packets],
        certainty: notBeforeProposal(next) === 'sure' ? 'sure' : 'likely',
        step: next.step,
        message: `${nameOf(next, conversation.rolesKnown)} describes something else than ${nameOf(first, conversation.rolesKnown)}`,
        expected: 'the same service data, or none',
        found: 'other service data',
      })
    }),
  },
})
