import { hexNumber } from '../../bytes/hex.ts'
import type { Leg, Message } from '../../conversation/message.ts'
import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

/** What a host needs at most. */
const PATIENCE_SECONDS = 10

export default defineRule({
  code: 'ICBM-05',
  name: 'host-ack-missing',
  severity: 'warning',
  kind: 'violation',
  title: 'Host did not acknowledge a message',
  why: 'The client asked to be told that its message was passed on; without the answer it may take it for lost.',
  fix: 'In the server, answer an ICBM that has TLV 0x0003 with 0004/000c, or with 0004/0001 when it cannot be passed on.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'TLV 0x0003 of the ICBM',
    says: 'With it the client asks the host to acknowledge the message.',
  },
  who: 'server',
  fixtures: {
    bad: ['host-ack-missing'],
    good: ['declined', 'direct', 'refused-by-host', 'host-ack-other-id', 'host-ack-lost-by-capture', 'no-host-acks'],
  },
  check: {
    conversation: on({ signs: TRAIT.unacknowledged }, ({ conversation }, report) => {
      const { messages } = conversation
      for (const message of messages) {
        const leg = message.legs.find((candidate) => isUnanswered(candidate, message === messages.at(-1)))
        if (leg === undefined || messages.some((other) => refuses(other, leg))) continue
        report({
          conversation,
          seen: leg.seen,
          // The host's word may have been the next thing on a connection of which no more was captured.
          certainty: 'likely',
          step: message.step,
          message: `no 0004/000c for ${nameOf(message, conversation.rolesKnown)}`,
          expected: `0004/000c with request ${hexNumber(leg.requestId, 8)}`,
          found: 'none',
        })
        return
      }
    }),
  },
})

/** The host acknowledges others on this connection, and had the time to acknowledge this one. */
function isUnanswered({ seen, requestAck, acknowledged, toHost }: Leg, last: boolean): boolean {
  const { track } = seen
  if (!toHost || !requestAck || acknowledged || !track.acknowledges || !track.intact) return false
  const ended = track.complete(0) && track.complete(1)
  return track.flow.lastSeconds - seen.seconds >= PATIENCE_SECONDS || (ended && !last)
}

function refuses({ kind, first }: Message, { requestId, seen }: Leg): boolean {
  return kind === 'host-error' && first.requestId === requestId && first.seen.track === seen.track
}
