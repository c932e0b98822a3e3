import type { Conversation, Person } from '../conversation/conversation.ts'
import type { Role } from '../conversation/message.ts'
import type { Track } from '../conversation/track.ts'
import type { Side } from '../network/flow.ts'
import { normalizeScreenName } from '../oscar/normalize.ts'

/** What the vertical lines of a ladder stand for. */
export const LANE_MODES = ['people', 'hosts', 'addresses'] as const
export type LaneMode = (typeof LANE_MODES)[number]

/** Where a lane is drawn, from the left: the machines between the people. */
type Place = 'offerer' | 'server' | 'proxy' | 'target'

const ORDER: readonly Place[] = ['offerer', 'server', 'proxy', 'target']

/** A vertical line of the ladder: a person, a machine, or the end of a connection that nobody was told about. */
export interface Lane {
  readonly key: string
  readonly label: string
  readonly place: Place
}

/** Keys of machines begin with a space, which no normalised screen name has. */
const SERVER: Lane = { key: ' server', label: 'server', place: 'server' }
const PROXY: Lane = { key: ' proxy', label: 'proxy', place: 'proxy' }

/** The lane of one end of a connection. */
export function laneOf(mode: LaneMode, conversation: Conversation | undefined, track: Track, side: Side): Lane {
  const end = track.ends[side]
  if (conversation === undefined) {
    const label = mode === 'hosts' ? hostOf(end) : end
    return { key: label, label, place: 'offerer' }
  }
  const lane = whoseLane(conversation, track, side)
  if (mode === 'people') return lane
  const label = mode === 'hosts' ? hostOf(end) : end
  return { key: label, label, place: lane.place }
}

/** The lane of a person, where lanes are people. */
export function personLane(conversation: Conversation, role: Role): Lane {
  const { screenName }: Person = conversation.person(role)
  return screenName === undefined
    ? { key: role, label: role, place: role }
    : { key: normalizeScreenName(screenName), label: screenName, place: role }
}

/** Each lane once, from the left to the right. */
export function orderLanes(lanes: readonly Lane[]): Lane[] {
  const unique = new Map<string, Lane>()
  for (const lane of lanes) if (!unique.has(lane.key)) unique.set(lane.key, lane)
  return [...unique.values()].toSorted((left, right) => ORDER.indexOf(left.place) - ORDER.indexOf(right.place))
}

function whoseLane(conversation: Conversation, track: Track, side: Side): Lane {
  const { offerer, target } = conversation
  if (track.plain === 'flap') {
    if (side === track.server) return SERVER
    const isTargets = target.tracks.includes(track) && !offerer.tracks.includes(track)
    return personLane(conversation, isTargets ? 'target' : 'offerer')
  }
  if (isProxied(conversation, track) && side === track.server) return PROXY
  return personLane(conversation, side === offererSide(conversation, track) ? 'offerer' : 'target')
}

/** The end of a peer connection that the offerer is at. */
export function offererSide(conversation: Conversation, track: Track): Side {
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

const hostOf = (endpoint: string): string => endpoint.slice(0, endpoint.lastIndexOf(':'))
