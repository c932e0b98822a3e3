/** Who sent a message to whom, and which of the two of a conversation that is. */
import { normalizeScreenName } from '../oscar/index.ts'
import type { Conversation } from './conversation.ts'
import type { Role } from './message.ts'
import { longer } from './short-list.ts'
import type { Track } from './track.ts'

/** Of one copy of a message: names as far as they are known. */
export interface Parties {
  readonly track: Track
  readonly toHost: boolean
  readonly sender: string | undefined
  readonly receiver: string | undefined
}

/** Of a message that was seen on `track`, for the other name in it. */
export function partiesOf(track: Track, toHost: boolean, named: string): Parties {
  return toHost
    ? { track, toHost, sender: track.screenName, receiver: named }
    : { track, toHost, sender: named, receiver: track.screenName }
}

/** Both names are known and one user's. */
function same(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return a === b || normalizeScreenName(a) === normalizeScreenName(b)
}

/** Nothing says that they are two users'. */
function agree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || same(a, b)
}

/** Whether a message between two people can belong to a conversation: names that are known must agree. */
export function samePair(conversation: Conversation, { sender, receiver }: Parties): boolean {
  const { screenName: offerer } = conversation.offerer
  const { screenName: target } = conversation.target
  return (agree(offerer, sender) && agree(target, receiver)) || (agree(offerer, receiver) && agree(target, sender))
}

/** Which of the two sent a message: by the connection it travels on, else by the names. */
export function roleOfSender(conversation: Conversation, { track, toHost, sender, receiver }: Parties): Role {
  const { offerer, target } = conversation
  const isOfferers = offerer.tracks.includes(track)
  if (isOfferers !== target.tracks.includes(track)) return isOfferers === toHost ? 'offerer' : 'target'
  if (same(sender, offerer.screenName)) return 'offerer'
  if (same(sender, target.screenName)) return 'target'
  if (same(receiver, offerer.screenName)) return 'target'
  if (same(receiver, target.screenName)) return 'offerer'
  // Somebody else than the one whose name is known is the other.
  return agree(sender, offerer.screenName) && agree(receiver, target.screenName) ? 'offerer' : 'target'
}

/** The people of a conversation, and the connections they are seen on, by a message that one of them sent as `role`. */
export function learn(conversation: Conversation, { track, toHost, sender, receiver }: Parties, role: Role): void {
  const from = conversation.person(role)
  const to = conversation.person(role === 'offerer' ? 'target' : 'offerer')
  from.screenName ??= sender
  to.screenName ??= receiver
  const here = toHost ? from : to
  if (here.tracks.includes(track)) return
  if (!(here === from ? to : from).tracks.includes(track)) track.carries(conversation)
  here.tracks = longer(here.tracks, track)
}

/** The connection carried messages of the conversation. */
export function isCarried({ offerer, target }: Conversation, track: Track): boolean {
  return offerer.tracks.includes(track) || target.tracks.includes(track)
}
