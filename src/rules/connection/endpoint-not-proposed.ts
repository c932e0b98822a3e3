import { strangersOf } from '../strangers.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'CON-01',
  name: 'endpoint-not-proposed',
  severity: 'warning',
  kind: 'violation',
  title: 'Connection goes to an address that nobody proposed',
  why: 'Something between the two changed the address, or somebody who knows the cookie got in between.',
  fix: 'Look for a NAT or a VPN on the way; as a receiver, compare the cookie before anything is sent.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'connecting the peers',
    says: 'The receiver connects to the address and the port of the proposal.',
  },
  who: 'network',
  fixtures: {
    bad: ['connection-elsewhere'],
    good: ['direct', 'redirected', 'proxied', 'connection-reversed', 'connection-of-lost-proposal'],
  },
  check: {
    conversation: on({ signs: TRAIT.connected }, ({ conversation }, report) => {
      for (const { track, reversed } of strangersOf(conversation)) {
        if (reversed || !conversation.legsIntact) continue
        report({
          conversation,
          track,
          packets: [track.flow.firstPacket],
          certainty: 'likely',
          message: `#${track.flow.firstPacket} connects to ${track.ends[track.server]}, which no proposal of ${conversation.cookie} names`,
          expected: 'a proposed address and port',
          found: track.ends[track.server],
        })
      }
    }),
  },
})
