import { hexNumber } from '../../bytes/hex.ts'
import { TAG } from '../../oscar/rendezvous/tags.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

/** Where the proxy listens. */
const PROXY_PORTS: readonly number[] = [5190, 443]

export default defineRule({
  code: 'ARS-14',
  name: 'token-taken-for-port',
  severity: 'warning',
  kind: 'violation',
  title: 'Client connects to the token of the proxy as to a port',
  why: 'Nobody listens there: the token names a tunnel, and the proxy is reached on port 5190.',
  fix: 'When a proposal has tag 0x0010, connect to its address on port 5190 and send the token in INIT_RECV.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, port',
    says: 'The number in the tag of the port is handed to the proxy; the connection goes to port 5190.',
  },
  who: 'client',
  step: 7,
  knownFor: ['qutIM'],
  fixtures: { bad: ['proxy-token-as-port'], good: ['proxied', 'proxied-receiver-creates', 'direct'] },
  check: {
    conversation: on({ signs: TRAIT.attempted }, ({ conversation }, report) => {
      for (const { track, proposal } of conversation.attempts) {
        const port = track.flow.port(track.server)
        if (proposal?.usesProxy !== true || PROXY_PORTS.includes(port) || proposal.number(TAG.PORT) !== port) continue
        report({
          conversation,
          track,
          packets: [track.flow.firstPacket],
          certainty: track.clientSure ? 'sure' : 'likely',
          message: `#${track.flow.firstPacket} connects to ${track.ends[track.server]}: ${hexNumber(port)} is the token of the proxy`,
          expected: 'port 5190',
          found: `port ${port}`,
          knownFor: ['qutIM'],
        })
      }
    }),
  },
})
