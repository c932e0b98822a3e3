import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

/** An attempt made sooner has crossed the counter proposal. */
const CROSSING_SECONDS = 1

export default defineRule({
  code: 'RV-34',
  name: 'old-listener-tried',
  severity: 'note',
  kind: 'violation',
  title: 'Connection to a proposal that was replaced',
  why: 'Its author has closed that listener when the counter proposal came, so the attempt fails or meets somebody else.',
  fix: 'Connect to where the newest proposal says, and nowhere else.',
  spec: { doc: 'On Sending Files via OSCAR', item: 'redirect', says: 'A counter proposal replaces the one before it.' },
  who: 'client',
  fixtures: { bad: ['old-listener-tried'], good: ['redirected', 'proxied', 'proposed-again'] },
  check: {
    conversation: on({ signs: TRAIT.attempted }, ({ conversation }, report) => {
      for (const { track, proposal } of conversation.attempts) {
        if (proposal === undefined || proposal.usesProxy) continue
        const { startSeconds, startNanos } = track.flow
        const next = conversation.proposals.find(({ from, sequence = 0, first }) => {
          const age = startSeconds - first.seen.seconds + (startNanos - first.seen.nanos) / 1e9
          return from !== proposal.from && sequence > (proposal.sequence ?? 0) && age > CROSSING_SECONDS
        })
        if (next === undefined) continue
        report({
          conversation,
          track,
          packets: [track.flow.firstPacket],
          certainty: 'likely',
          message: `#${track.flow.firstPacket} connects to ${nameOf(proposal, conversation.rolesKnown)}, after ${nameOf(next, conversation.rolesKnown)}`,
          expected: 'a connection to the newest proposal',
          found: track.ends[track.server],
        })
        return
      }
    }),
  },
})
