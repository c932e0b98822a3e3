import type { Conversation } from '../../conversation/conversation.ts'
import { defineRule } from '../define.ts'

/** The bridge to TOC writes zeros. */
const NO_COOKIE = '0000000000000000'

export default defineRule({
  code: 'ICBM-08',
  name: 'cookie-reused',
  severity: 'warning',
  kind: 'violation',
  title: 'Cookie is used for two rendezvous at once',
  why: 'Answers and connections are told apart by the cookie alone, so those of one rendezvous end up in the other.',
  fix: 'Make a new cookie for every rendezvous: another receiver or another service is another one.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'rendezvous block, cookie',
    says: 'The cookie names one rendezvous between two users for one service.',
  },
  who: 'client',
  fixtures: {
    bad: ['cookie-for-two-receivers', 'cookie-for-two-services'],
    good: ['declined', 'three-rendezvous', 'cookie-of-another-person'],
  },
  check: {
    cookieShared({ conversation, others }, report) {
      const other = others.find(
        (candidate) => opens(conversation) && opens(candidate) && sameOfferer(candidate, conversation),
      )
      if (other === undefined || conversation.cookie === NO_COOKIE) return
      const again = conversation.service !== other.service ? conversation.serviceName : 'another receiver'
      report({
        conversation,
        seen: conversation.opened,
        certainty: conversation.opened.intact ? 'sure' : 'likely',
        message: `cookie ${conversation.cookie} is that of a ${other.serviceName} that is not over, and used again for ${again}`,
        expected: 'a new cookie',
        found: conversation.cookie,
      })
    },
  },
})

/** It was seen from its first proposal on. */
function opens({ messages }: Conversation): boolean {
  return messages[0]?.kind === 'propose' && messages[0].sequence === 1
}

/** libpurple's cookies begin anew with each session, so only those of one connection to the server count. */
function sameOfferer(a: Conversation, b: Conversation): boolean {
  const isSame = a.offerer.tracks.some((track) => b.offerer.tracks.includes(track))
  // The same offer once more is no other rendezvous.
  return isSame && (a.service !== b.service || a.target.screenName !== b.target.screenName)
}
