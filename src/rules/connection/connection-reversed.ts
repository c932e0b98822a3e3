import { strangersOf } from '../strangers.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'CON-02',
  name: 'connection-reversed',
  severity: 'warning',
  kind: 'violation',
  title: 'The side that proposed opened the connection itself',
  why: 'Both sides listen or both connect, and which of them speaks first is no longer clear.',
  fix: 'Listen where your proposal says, and let the other side connect.',
  spec: { doc: 'RendezvousProtocol', item: 'steps 2 and 5', says: 'Who gets the proposal connects to who made it.' },
  who: 'client',
  fixtures: {
    bad: ['connection-reversed'],
    good: ['direct', 'redirected', 'proxied', 'connection-elsewhere'],
  },
  check: {
    conversation: on({ signs: TRAIT.connected }, ({ conversation }, report) => {
      for (const { track, reversed } of strangersOf(conversation)) {
        if (!reversed || !conversation.legsIntact) continue
        report({
          conversation,
          track,
          packets: [track.flow.firstPacket],
          certainty: 'likely',
          message: `#${track.flow.firstPacket} connects from ${track.ends[track.client]}, which has proposed to be connected to`,
          expected: 'a connection to the proposed address',
          found: `one from there to ${track.ends[track.server]}`,
        })
      }
    }),
  },
})
