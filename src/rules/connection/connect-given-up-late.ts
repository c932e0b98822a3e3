import type { Attempt, Conversation } from '../../conversation/conversation.ts'
import { TRAIT } from '../../conversation/traits.ts'
import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import { last } from '../endings.ts'
import { PATIENCE } from '../patience.ts'

export default defineRule({
  code: 'CON-07',
  name: 'connect-given-up-late',
  severity: 'note',
  kind: 'violation',
  title: 'A client tried to connect for longer than others wait',
  why: 'While one side still tries an address that does not answer, the other gives up: joscar and libpurple wait some seconds only.',
  fix: 'Give up an address after ten seconds at most, and propose the next way.',
  spec: {
    doc: 'Kopete',
    item: 'connection timeout',
    says: 'A connection is given up after ten seconds; no client is known to wait longer.',
  },
  who: 'client',
  fixtures: { bad: ['connect-given-up-late'], good: ['redirected', 'proxied', 'direct', 'gave-up-waiting'] },
  check: {
    conversation: on({ signs: TRAIT.attempted }, ({ conversation }, report) => {
      for (const attempt of conversation.attempts) {
        const seconds = waitAfter(attempt, conversation)
        if (seconds === undefined || seconds <= PATIENCE.connect.seconds) continue
        const { track, proposal } = attempt
        report({
          conversation,
          track,
          packets: [track.flow.firstPacket],
          certainty: 'likely',
          who: proposal?.from === 'offerer' ? 'target' : 'offerer',
          step: proposal?.from === 'offerer' ? 2 : 5,
          message: `nobody answers ${last([track.flow.firstPacket])} to ${track.ends[track.server]}, and what follows ${nameOf(proposal!, conversation.rolesKnown)} came ${Math.floor(seconds)} seconds later`,
          expected: `another PROPOSE or a CANCEL within ${PATIENCE.connect.seconds} seconds`,
          found: `${Math.floor(seconds)} seconds`,
        })
        return
      }
    }),
  },
})

/** Seconds from an attempt that nobody answered to the next word of who made it. */
function waitAfter({ track, proposal }: Attempt, { messages }: Conversation): number | undefined {
  const { flow, server } = track
  if (proposal === undefined || flow.refused || flow.stream(server).synSeen) return undefined
  const start = flow.startSeconds + flow.startNanos / 1e9
  const times = messages
    .filter(({ from }) => from !== proposal.from)
    .map(({ first }) => first.seen.seconds + first.seen.nanos / 1e9 - start)
  return times.find((time) => time > 0)
}
