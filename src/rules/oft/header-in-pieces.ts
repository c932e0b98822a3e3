import { defineRule } from '../define.ts'
import { checkHeaders } from '../headers.ts'

export default defineRule({
  code: 'OFT-45',
  name: 'header-in-pieces',
  severity: 'note',
  kind: 'violation',
  title: 'Header went through the proxy in pieces',
  why: 'AIM 6.1 reads a header in one go when it comes through the proxy, and gives up the transfer when there is only a part of it. TCP itself may cut it anywhere.',
  fix: 'Write a header with one call, and nothing in front of it that is not yet sent.',
  spec: {
    doc: 'libpurple',
    item: 'peer connections, sending OFT frames',
    says: 'AIM 6.1.41.2 aborts the transfer when a header arrives in fragments through the proxy.',
  },
  who: 'client',
  fixtures: { bad: ['header-in-pieces-proxied'], good: ['proxied', 'direct', 'header-in-pieces'] },
  check: checkHeaders((_header, { seen: { packets, side, track } }) => {
    // What comes from the proxy was cut by it, or was sent so: the sender's own leg tells.
    if (packets.length < 2 || !track.protocol.startsWith('ars') || !track.clientSure || side !== track.client)
      return undefined
    // TCP, and whatever is on the way, may have cut what was written in one go.
    return {
      certainty: 'likely',
      says: `came in ${packets.length} segments`,
      expected: 'one segment',
      found: `${packets.length} segments`,
    }
  }),
})
