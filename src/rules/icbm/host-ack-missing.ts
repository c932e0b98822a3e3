import { hexNumber } from '../../bytes/hex.ts'
import { nameOf } from '../blocks.ts'
import { copiesOf } from '../copies.ts'
import { defineRule } from '../define.ts'

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
    good: ['declined', 'direct-complete', 'refused-by-host', 'host-ack-other-id', 'host-ack-lost-by-capture'],
  },
  check: {
    conversation({ conversation }, report) {
      const { messages } = conversation
      const missing = copiesOf(messages).find(({ message, leg }) => {
        const { seen, requestAck, acknowledged, toHost, requestId } = leg
        if (!toHost || !requestAck || acknowledged || !seen.track.intact) return false
        const { lastSeconds } = seen.track.flow
        const ended = seen.track.complete(0) && seen.track.complete(1)
        if (lastSeconds - seen.seconds < PATIENCE_SECONDS && !(ended && message !== messages.at(-1))) return false
        return !messages.some(({ kind, first }) => kind === 'host-error' && first.requestId === requestId)
      })
      if (missing === undefined) return
      const { message, leg } = missing
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
    },
  },
})
