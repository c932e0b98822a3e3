import type { Leg } from '../../conversation/message.ts'
import { nameOf } from '../blocks.ts'
import { hasEnded } from '../certainty.ts'
import { copiesByTrack, since, type Copy } from '../copies.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

/** It accepts as the receiver of the file, even when it listens. */
const KNOWN_FOR = ['qutIM']

/** By which the two directions of a connection are captured out of order at most. */
const CROSSING_SECONDS = 1

export default defineRule({
  code: 'RV-28',
  name: 'accept-not-due',
  severity: 'warning',
  kind: 'violation',
  title: 'ACCEPT from the side that proposed, or without proposal',
  why: 'The other side waits for a connection, and is told that there is one before anybody tried.',
  fix: 'Send ACCEPT as the one who connected: that is the side that did not make the last proposal.',
  spec: { doc: 'Services/Rendezvous', item: 'ACCEPT', says: 'Who completes the rendezvous tells the proposer so.' },
  who: 'client',
  step: 8,
  knownFor: KNOWN_FOR,
  fixtures: {
    bad: ['accept-by-proposer', 'accept-of-nothing', 'accept-by-receiver-that-proposed'],
    good: ['direct', 'redirected', 'proxied', 'both-accept-through-proxy', 'accept-of-lost-redirect'],
  },
  check: {
    conversation: on({ signs: TRAIT.accepted }, ({ conversation }, report) => {
      if (!conversation.accepted) return
      const { messages, proposals } = conversation
      const accepted = messages.filter(({ kind }) => kind === 'accept')
      for (const copies of copiesByTrack([...proposals, ...accepted])) {
        const wrong = copies.find(({ message, leg }, at) => {
          if (message.kind !== 'accept') return false
          // A proposal of the other direction may have been captured too late.
          const isBefore = (copy: Copy, index: number): boolean =>
            index < at || (copy.leg.toHost !== leg.toHost && since(leg.seen, copy.leg.seen) <= CROSSING_SECONDS)
          const last = newest(copies.filter(isBefore))
          if (last === undefined) return proposals.length === 0
          // libpurple's clients both accept when they meet at the proxy.
          const both = last.message.usesProxy && accepted.some(({ from }) => from !== message.from)
          return last.leg.toHost === leg.toHost && !both
        })
        if (wrong === undefined || !wrong.leg.seen.intact) continue
        const { message, leg } = wrong
        const unknown = proposals.length === 0
        const isReceiver = message.from === 'target' && conversation.serviceName === 'send-file'
        report({
          conversation,
          seen: leg.seen,
          // At the proxy the other ACCEPT may still come; a proposal may have gone to another session of the user.
          certainty: unknown || proposals.some(({ usesProxy }) => usesProxy) || !hasPassed(leg) ? 'likely' : 'sure',
          step: 8,
          message: unknown
            ? `ACCEPT of ${conversation.cookie}, which nobody proposed`
            : `${nameOf(message, conversation.rolesKnown)} follows its own proposal`,
          expected: unknown ? 'a PROPOSE before it' : 'ACCEPT of the other side',
          found: unknown ? 'none' : message.from,
          knownFor: isReceiver ? KNOWN_FOR : [],
        })
        return
      }
    }),
  },
})

/** A proposal that crossed it would have been seen. */
function hasPassed({ seen: { track, seconds } }: Leg): boolean {
  return hasEnded(track) || (track.intact && track.flow.lastSeconds - seconds > CROSSING_SECONDS)
}

/** The proposal with the highest number: the server may keep one for a while, and hand it on when its answer is there. */
function newest(copies: readonly Copy[]): Copy | undefined {
  const proposals = copies.filter(({ message }) => message.kind === 'propose')
  const highest = Math.max(...proposals.map(({ message }) => message.sequence ?? 0))
  return proposals.findLast(({ message }) => (message.sequence ?? 0) === highest)
}
