import type { Conversation, Person } from '../conversation/conversation.ts'
import type { Role } from '../conversation/message.ts'
import type { Track } from '../conversation/track.ts'
import type { Side } from '../network/flow.ts'
import { normalizeScreenName } from '../oscar/normalize.ts'

/** A vertical line of the ladder: a person, a machine, or the end of a connection that nobody was told about. */
export interface Lane {
  readonly key: string
  readonly label: string
}

/** Keys of machines begin with a space, which no normalised screen name has. */
const SERVER: Lane = { key: ' server', label: 'server' }
const PROXY: Lane = { key: ' proxy', label: 'proxy' }

/** The lane of one end of a connection, among the lanes of people. */
export function laneOf(conversation: Conversation | undefined, track: Track, side: Side): Lane {
  if (conversation === undefined) return { key: track.ends[side], label: track.ends[side] }
  const { offerer, target } = conversation
  if (track.plain === 'flap') {
    if (side === track.server) return SERVER
    return personLane(
      conversation,
      target.tracks.includes(track) && !offerer.tracks.includes(track) ? 'target' : 'offerer',
    )
  }
  if (isProxied(conversation, track) && side === track.server) return PROXY
  return personLane(conversation, side === offererSide(conversation, track) ? 'offerer' : 'target')
}

export function personLane(conversation: Conversation, role: Role): Lane {
  const { screenName }: Person = conversation.person(role)
  return screenName === undefined
    ? { key: role, label: role }
    : { key: normalizeScreenName(screenName), label: screenName }
}

/** Lanes in the order in which they are drawn: the offerer, machines, everybody else. */
export function orderLanes(lanes: readonly Lane[], offerer: Lane | undefined): Lane[] {
  const unique = new Map<string, Lane>()
  for (const lane of [...(offerer === undefined ? [] : [offerer]), ...lanes]) {
    if (!unique.has(lane.key)) unique.set(lane.key, lane)
  }
  const machines = [SERVER, PROXY].filter(({ key }) => unique.has(key))
  const people = [...unique.values()].filter(({ key }) => !key.startsWith(' '))
  return [...people.slice(0, 1), ...machines, ...people.slice(1)]
}

/** The end of a peer connection that the offerer is at. */
function offererSide(conversation: Conversation, track: Track): Side {
  const frames = track.session?.proxyFrames ?? []
  const proposal = conversation.attempts.find((attempt) => attempt.track === track)?.proposal
  if (frames.length > 0) {
    // Whoever proposed the proxy had made the session there.
    const creator = conversation.proposals.find((message) => message.usesProxy)?.from ?? 'offerer'
    const created = frames.some(({ frame }) => frame.name === 'INIT_SEND' || frame.name === 'ACK')
    return created === (creator === 'offerer') ? track.client : track.server
  }
  const view = track.transfers[0]?.views.find((candidate) => candidate.track === track)
  if (view !== undefined) {
    const { sender } = view.file
    return conversation.serviceName === 'get-file' ? (sender === 0 ? 1 : 0) : sender
  }
  // Whoever proposed an endpoint listens there.
  return (proposal?.from ?? 'offerer') === 'offerer' ? track.server : track.client
}

function isProxied(conversation: Conversation, track: Track): boolean {
  if ((track.session?.proxyFrames.length ?? 0) > 0) return true
  return conversation.attempts.find((attempt) => attempt.track === track)?.proposal?.usesProxy === true
}
