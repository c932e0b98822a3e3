import type { Track } from '../../conversation/track.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'CON-03',
  name: 'second-connection',
  severity: 'warning',
  kind: 'violation',
  title: 'Two connections carry one rendezvous at once',
  why: 'Each side may speak on another one, so both wait for an answer that comes where they do not look.',
  fix: 'Close all other attempts as soon as one connection is there.',
  spec: { doc: 'Services/Rendezvous', item: 'connecting the peers', says: 'A rendezvous leads to one connection.' },
  who: 'client',
  fixtures: {
    bad: ['two-connections'],
    good: ['direct', 'redirected', 'proxied', 'second-connection-without-data', 'connection-after-connection'],
  },
  check: {
    conversation: on({ signs: TRAIT.connected }, ({ conversation }, report) => {
      // Each side has its own leg to the proxy, and one whose start is missing does not show that it is one.
      const talking = conversation.connections.filter(
        ({ peer, peerFrames }) => peer?.protocol.startsWith('ars') === false && peerFrames[0] + peerFrames[1] > 0,
      )
      const [first, second] = talking
      if (first === undefined || second === undefined) return
      if (first.flow.closed !== 'open' && startsAfter(second, first)) return
      report({
        conversation,
        track: second,
        packets: talking.map(({ flow }) => flow.firstPacket),
        // The first may have been closed in time, and the capture lacks that.
        certainty: 'likely',
        message: `the connections of ${talking.map(({ flow }) => `#${flow.firstPacket}`).join(' and ')} both carry ${conversation.cookie}`,
        expected: 'one',
        found: String(talking.length),
      })
    }),
  },
})

/** A restart after a failure is a new connection too. */
function startsAfter(track: Track, other: Track): boolean {
  return track.flow.startSeconds >= other.flow.closedAt
}
