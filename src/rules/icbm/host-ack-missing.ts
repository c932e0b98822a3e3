import { hexNumber } from '../../bytes/hex.ts'
import type { Conversation } from '../../conversation/conversation.ts'
import type { Leg, Message } from '../../conversation/message.ts'
import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

/** What a host needs at most; who is still there so long after the message was there to be told. */
const PATIENCE_SECONDS = 10
const AT_ONCE_SECONDS = 1

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
        const leg = message.legs.find((candidate) => isUnanswered(candidate, message, conversation))
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

/** The host acknowledges others, on this connection or in this conversation, and had the time to acknowledge this one. */
function isUnanswered(leg: Leg, message: Message, { messages }: Conversation): boolean {
  const { seen, requestAck, acknowledged, toHost } = leg
  const { track } = seen
  if (!toHost || !requestAck || acknowledged || !track.intact) return false
  if (!track.acknowledges && !messages.some(({ legs }) => legs.some((other) => other.acknowledged))) return false
  const left = track.flow.lastSeconds - seen.seconds
  const ended = track.complete(0) && track.complete(1)
  return left >= PATIENCE_SECONDS || (ended && (message !== messages.at(-1) || left >= AT_ONCE_SECONDS))
}

function refuses({ kind, first }: Message, { requestId, seen }: Leg): boolean {
  return kind === 'host-error' && first.requestId === requestId && first.seen.track === seen.track
}
