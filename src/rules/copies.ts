import type { Leg, Message, Seen } from '../conversation/message.ts'
import type { Track } from '../conversation/track.ts'

/** A message where it was seen. */
export interface Copy {
  readonly message: Message
  readonly leg: Leg
}

export function copiesOf(messages: readonly Message[]): Copy[] {
  return messages.flatMap((message) => message.legs.map((leg) => ({ message, leg })))
}

/**
 * The copies by the connection to a server that they were seen on, each in the order of that connection: what came before
 * what is certain there, and nowhere else.
 */
export function copiesByTrack(messages: readonly Message[]): Copy[][] {
  const byTrack = new Map<Track, Copy[]>()
  for (const copy of copiesOf(messages)) {
    const { track } = copy.leg.seen
    byTrack.set(track, [...(byTrack.get(track) ?? []), copy])
  }
  return [...byTrack.values()].map((copies) => copies.sort((a, b) => since(b.leg.seen, a.leg.seen)))
}

/** Seconds from `a` to `b`. */
export function since(a: Seen, b: Seen): number {
  return b.seconds - a.seconds + (b.nanos - a.nanos) / 1e9
}
