import type { Track } from '../../conversation/track.ts'
import { nameOf } from '../blocks.ts'
import { rendezvousGhost, shortTag } from '../ghosts.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

/** Reason 2: it took too long. */
const TIMEOUT = shortTag('CANCEL_REASON', 2)

const KNOWN_FOR = ['libpurple']

export default defineRule({
  code: 'CON-06',
  name: 'gave-up-connecting',
  severity: 'warning',
  kind: 'violation',
  title: 'No connection could be made, and nobody said so',
  why: 'The proposer goes on listening and its user waits; neither learns that it failed.',
  fix: 'When no address answers, propose the reverse or the proxy, or send a CANCEL.',
  spec: { doc: 'RendezvousProtocol', item: 'steps 2 to 6', says: 'Who cannot connect makes the next proposal.' },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: {
    bad: ['gave-up-connecting', 'gave-up-waiting'],
    good: ['redirected', 'proxied', 'connection-refused-then-cancelled', 'unanswered', 'direct'],
  },
  check: {
    conversation: on({ signs: TRAIT.attempted }, ({ conversation }, report) => {
      const { messages, proposals, attempts, connections } = conversation
      const last = proposals.at(-1)
      const tried = attempts.filter(({ proposal }) => proposal === last)
      if (last === undefined || tried.length === 0 || connections.length > 0) return
      if (messages.some(({ kind }) => kind !== 'propose' && kind !== 'accept')) return
      if (!tried.every(({ track }) => failed(track))) return
      const shown = last.legs.some(({ seen }) => seen.track.intact)
      if (!shown) return
      report({
        conversation,
        track: tried[0]!.track,
        packets: tried.map(({ track }) => track.flow.firstPacket),
        certainty: 'likely',
        step: last.from === 'offerer' ? 2 : 5,
        message: `nobody answers at ${tried.map(({ track }) => track.ends[track.server]).join(', ')}, and nothing follows ${nameOf(last, conversation.rolesKnown)}`,
        expected: 'another PROPOSE or a CANCEL',
        found: 'nothing',
        ghost: rendezvousGhost('CANCEL', last.from === 'offerer' ? 'target' : 'offerer', conversation, [TIMEOUT]),
        // As the one who made the first proposal it ends without a word.
        knownFor: last.from === 'target' ? KNOWN_FOR : [],
      })
    }),
  },
})

/** Answered by RST, or not at all. */
function failed({ flow, server }: Track): boolean {
  return flow.refused || (!flow.stream(server).synSeen && flow.stream0.bytes + flow.stream1.bytes === 0)
}
