import type { Conversation } from '../conversation/conversation.ts'
import type { Leg, Message, Seen } from '../conversation/message.ts'
import { LINGER } from '../conversation/registry.ts'
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

/** The connection is over, and nothing of it is missing: what the server sends a client that has reset it reaches nobody. */
export function hasEnded(track: Track): boolean {
  const left = track.complete(track.client) && (track.complete(track.server) || track.flow.resetBy === track.client)
  return left && track.intact
}

/** All that a side of a connection to a server sent so far is in frames: where it is not, what is missing may be in what cannot be read. */
export function isReadable(track: Track, side: Side): boolean {
  return track.flaps[side]?.unknown === 0
}

/** Seconds by which the two directions of a connection are captured out of order at most. */
const CROSSING = 1

/** The client had time to ask for what this reply of `seconds` answers, or says no more: the reply is not merely captured first. */
export function requestHasPassed(track: Track, seconds: number): boolean {
  return track.complete(track.client) || track.flow.lastSeconds - seconds > CROSSING
}

/** "It was not sent before this": everything on the flow up to that moment was captured. */
export function notBefore(seen: Seen): Certainty {
  return seen.intact ? 'sure' : 'capture-incomplete'
}

/**
 * "No other proposal came before it": one connection to the server that saw the whole conversation is enough. That of its
 * author shows what the author knew; that of its reader shows what the reader was given, and a host that swallows one
 * without an error breaks the numbering just as well.
 */
export function notBeforeProposal(proposal: Message): Certainty {
  return proposal.legs.some((leg) => leg.seen.intact) ? 'sure' : 'capture-incomplete'
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

/** A connection to the server shows everything that was sent on it up to `seconds`, and as long as a conversation waits for more. */
function shows(track: Track, seconds: number, finished: number): boolean {
  if (!track.intact) return false
  // Who has signed off says nothing more.
  const ended = track.complete(0) && track.complete(1)
  return ended || finished - seconds >= LINGER
}

/**
 * "No message of the conversation besides those seen was sent until `seconds`", for finished conversations. A CANCEL may
 * follow the end of the connection that it explains; without a connection to the server nobody can tell.
 */
export function nothingElseSaid(conversation: Conversation | undefined, seconds: number): Certainty {
  if (conversation === undefined) return 'likely'
  const tracks = [...conversation.offerer.tracks, ...conversation.target.tracks]
  return tracks.some((track) => shows(track, seconds, conversation.finished)) ? 'sure' : 'likely'
}

const RANKS: readonly Certainty[] = ['capture-incomplete', 'likely', 'sure']

/** The least sure of what a conclusion rests on. */
export function least(...certainties: readonly Certainty[]): Certainty {
  return RANKS.find((rank) => certainties.includes(rank)) ?? 'sure'
}

/** The surest of several ways to the same conclusion. */
export function surest(...certainties: readonly Certainty[]): Certainty {
  return RANKS.findLast((rank) => certainties.includes(rank)) ?? 'capture-incomplete'
}
