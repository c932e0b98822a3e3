import type { Leg, Message, Seen } from '../conversation/message.ts'
import type { Track } from '../conversation/track.ts'
import type { Side } from '../network/flow.ts'
import type { Certainty } from './finding.ts'

/**
 * How sure a conclusion from absence can be. Removing packets from a capture must never make one of these `sure`, so each
 * asks for positive evidence that nothing was missed: the stream from its SYN on, without a hole, without an
 * acknowledgment of bytes that are not there, and up to its end.
 */

/** "This side never sent it": everything the side ever sent was captured, and what it should have answered as well. */
export function neverSent(track: Track, side: Side): Certainty {
  const peer: Side = side === 0 ? 1 : 0
  return track.complete(side) && track.flow.stream(peer).intact ? 'sure' : 'capture-incomplete'
}

/** "It was not sent before this": everything on the flow up to that moment was captured. */
export function notBefore(seen: Seen): Certainty {
  return seen.intact ? 'sure' : 'capture-incomplete'
}

/**
 * "Its author had sent and been sent no other before it": the author's own connection shows all of that, the reader's
 * only what the host passed on.
 */
export function notBeforeProposal(proposal: Message): Certainty {
  const intact = proposal.legs.filter((leg) => leg.seen.intact)
  if (intact.some((leg) => leg.toHost)) return 'sure'
  return intact.length > 0 ? 'likely' : 'capture-incomplete'
}

/**
 * "Nobody answered this message": never more than likely, because a peer connection may go where the capture cannot see,
 * and less while a connection that could bring the answer is open or has holes.
 */
export function neverAnswered(message: Message): Certainty {
  const ended = message.legs.some(({ seen }) => seen.track.complete(0) && seen.track.complete(1))
  return ended ? 'likely' : 'capture-incomplete'
}

/** The same for a message: one connection that saw all of the conversation is enough. */
export function notBeforeMessage(message: Message): Certainty {
  return message.legs.some((leg: Leg) => leg.seen.intact) ? 'sure' : 'capture-incomplete'
}
