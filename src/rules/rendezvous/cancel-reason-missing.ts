import { defineRule } from '../define.ts'

export default defineRule({
  code: 'RV-11',
  name: 'cancel-reason-missing',
  severity: 'error',
  kind: 'violation',
  title: 'Rendezvous CANCEL carries no CANCEL_REASON',
  why: 'Without tag 0x000B the peer cannot tell its user a refusal from a timeout or from another session that accepted.',
  fix: 'Add tag 0x000B (uint16) to every CANCEL: 1 when the user declined or cancelled.',
  spec: { doc: 'Services/Rendezvous', item: 'ICBM__RENDEZVOUS_TAGS, CANCEL_REASON', says: 'The reason is required in every cancel.' },
  who: 'client',
  knownFor: ['Kopete', 'Miranda', 'Digsby', 'qutIM'],
  fixtures: { bad: ['cancel-without-reason'], good: ['declined', 'cancelled'] },
  check: {
    message({ conversation, message }, report) {
      if (message.kind !== 'cancel' || message.has(0x000b)) return
      report({
        conversation,
        seen: message.first.seen,
        packets: message.packets,
        certainty: 'sure',
        who: message.from,
        message: `the ${message.from}'s CANCEL of ${conversation.cookie} has no reason`,
        expected: 'tag 0x000B CANCEL_REASON',
        found: 'none',
      })
    },
  },
})
