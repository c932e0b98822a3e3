import { hexNumber } from '../../bytes/hex.ts'
import type { Leg, Message } from '../../conversation/message.ts'
import type { Owed, Track } from '../../conversation/track.ts'
import { TRAIT } from '../../conversation/traits.ts'
import { nameOf } from '../blocks.ts'
import { hasEnded, neverSent } from '../certainty.ts'
import { defineRule, on } from '../define.ts'
import type { Report } from '../finding.ts'

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
    bad: ['host-ack-missing', 'no-host-acks', 'host-ack-of-text-missing', 'no-host-acks-of-texts'],
    good: [
      'declined',
      'direct',
      'refused-by-host',
      'host-ack-other-id',
      'host-ack-lost-by-capture',
      'host-ack-captured-first',
      'host-ack-of-text-lost-by-capture',
      'text-refused-by-host',
      'texts-numbered-alike',
      'host-acks-with-ids-of-its-own',
    ],
  },
  check: {
    conversation: on({ signs: TRAIT.unacknowledged }, ({ conversation }, report) => {
      const { messages } = conversation
      const owed = messages.flatMap((message) => message.legs.map((leg) => ({ conversation, message, leg })))
      const missing = owed.find((each) => isUnanswered(each) && isJudged(each))
      const isOne =
        missing?.leg.seen.track.acknowledges || messages.some(({ legs }) => legs.some((leg) => leg.acknowledged))
      if (missing !== undefined) report(told(missing, isOne))
    }),
    session({ track, acknowledged, unacknowledged, owed }, report) {
      const acknowledges = track.acknowledges || acknowledged > 0
      for (const each of owed) {
        if (!isJudged(each) && isUnanswered(each) && hadTime(track, each)) report(told(each, acknowledges))
      }
      if (!track.intact || track.rateChanged) return
      const missing = unacknowledged.filter(({ packet, seconds }) => hadTimeFor(track, seconds, packet < acknowledged))
      // A host that acknowledges nothing is told of once.
      for (const { packet, requestId } of acknowledges ? missing : missing.slice(0, 1)) {
        report({
          track,
          packets: [packet],
          ...judged(track, acknowledges),
          message: `no 0004/000c for the message in #${packet}${acknowledges ? '' : ', nor for any other on this connection'}`,
          expected: `0004/000c with request ${hexNumber(requestId, 8)}`,
          found: 'none',
        })
      }
    },
  },
})

function isUnanswered({ conversation, leg }: Owed): boolean {
  const { seen, requestAck, acknowledged, toHost } = leg
  if (!toHost || !requestAck || acknowledged || !seen.track.intact || seen.track.rateChanged) return false
  return !conversation.messages.some((other) => refuses(other, leg))
}

/** It was clear when the conversation was finished, and is judged with it. */
function isJudged({ conversation, message, leg }: Owed): boolean {
  const { seen } = leg
  const { finished } = conversation
  if (finished - seen.seconds >= PATIENCE_SECONDS) return true
  const { closedAt } = seen.track.flow
  return closedAt > 0 && closedAt <= finished && hadTime(seen.track, { message, conversation, leg })
}

function told({ conversation, message, leg }: Owed, acknowledges: boolean): Report {
  return {
    conversation,
    seen: leg.seen,
    ...judged(leg.seen.track, acknowledges),
    step: message.step,
    message: `no 0004/000c for ${nameOf(message, conversation.rolesKnown)}`,
    expected: `0004/000c with request ${hexNumber(leg.requestId, 8)}`,
    found: 'none',
  }
}

function hadTime(track: Track, { conversation, message, leg }: Owed): boolean {
  return hadTimeFor(track, leg.seen.seconds, message !== conversation.messages.at(-1))
}

/** The host had the time to acknowledge a message of `seconds`. `isFollowed`: something that came of a later one is there. */
function hadTimeFor(track: Track, seconds: number, isFollowed: boolean): boolean {
  const left = track.flow.lastSeconds - seconds
  return left >= PATIENCE_SECONDS || (hasEnded(track) && (isFollowed || left >= AT_ONCE_SECONDS))
}

/** A host that acknowledges nothing may be one that does not know how; else its word may have been the next thing that was not captured. */
function judged(track: Track, acknowledges: boolean): Pick<Report, 'certainty' | 'severity'> {
  if (!acknowledges) return { certainty: 'likely', severity: 'note' }
  return { certainty: neverSent(track, track.server) === 'sure' ? 'sure' : 'likely' }
}

function refuses({ kind, first }: Message, { requestId, seen }: Leg): boolean {
  return kind === 'host-error' && first.requestId === requestId && first.seen.track === seen.track
}
