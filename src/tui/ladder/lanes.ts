import type { Conversation } from '../../conversation/conversation.ts'
import type { Track } from '../../conversation/track.ts'
import { normalizeScreenName } from '../../oscar/index.ts'

/** What `L` goes through. */
export const LANE_MODES = ['people', 'hosts', 'addresses'] as const
export type LaneMode = (typeof LANE_MODES)[number]

export interface Lane {
  readonly key: string
  readonly label: string
}

const SERVER: Lane = { key: ' server', label: 'server' }
const PROXY: Lane = { key: ' proxy', label: 'proxy' }

type Side = 0 | 1

/** The lane an end of a connection belongs to. */
export function laneOf(mode: LaneMode, conversation: Conversation | undefined, track: Track, side: Side): Lane {
  if (mode === 'addresses') return { key: track.ends[side], label: track.ends[side] }
  if (mode === 'hosts' || conversation === undefined) {
    const host = mode === 'people' ? track.ends[side] : hostOf(track.ends[side])
    return { key: host, label: host }
  }
  return personLane(conversation, track, side)
}

/** Lanes of a conversation in the order they are drawn in: people outside, machines between. */
export function orderLanes(lanes: Iterable<Lane>): Lane[] {
  const unique = new Map<string, Lane>()
  for (const lane of lanes) if (!unique.has(lane.key)) unique.set(lane.key, lane)
  const machines = [SERVER, PROXY].filter(({ key }) => unique.has(key))
  const people = [...unique.values()].filter((lane) => !lane.key.startsWith(' '))
  return [...people.slice(0, 1), ...machines, ...people.slice(1)]
}

function personLane(conversation: Conversation, track: Track, side: Side): Lane {
  const { offerer, target } = conversation
  if (track.plain === 'flap') {
    if (side === track.server) return SERVER
    const known = offerer.tracks.includes(track) ? offerer : target.tracks.includes(track) ? target : undefined
    return person(known?.screenName ?? track.screenName, known === target ? 'target' : 'offerer')
  }
  const isOfferer = side === offererSide(conversation, track)
  if (isProxied(conversation, track) && side === track.server) return PROXY
  return isOfferer ? person(offerer.screenName, 'offerer') : person(target.screenName, 'target')
}

/** The side of a peer connection that the offerer is at. */
function offererSide(conversation: Conversation, track: Track): Side {
  const sender = track.transfers[0]?.views.find((view) => view.track === track)?.file.sender
  const frames = track.session?.proxyFrames ?? []
  if (frames.length > 0) {
    const creator = conversation.proposals.find((message) => message.usesProxy)?.from ?? 'offerer'
    const created = frames.some(({ frame }) => frame.name === 'INIT_SEND' || frame.name === 'ACK')
    return created === (creator === 'offerer') ? track.client : track.server
  }
  if (sender !== undefined) return conversation.serviceName === 'get-file' ? other(sender) : sender
  // Whoever proposed the endpoint listens there.
  const proposal = conversation.attempts.find((attempt) => attempt.track === track)?.proposal
  return (proposal?.from ?? 'offerer') === 'offerer' ? track.server : track.client
}

function isProxied(conversation: Conversation, track: Track): boolean {
  if ((track.session?.proxyFrames.length ?? 0) > 0) return true
  return conversation.attempts.find((attempt) => attempt.track === track)?.proposal?.usesProxy === true
}

function person(name: string | undefined, role: 'offerer' | 'target'): Lane {
  return name === undefined ? { key: role, label: role } : { key: normalizeScreenName(name), label: name }
}

const other = (side: Side): Side => (side === 0 ? 1 : 0)

const hostOf = (endpoint: string): string => endpoint.slice(0, endpoint.lastIndexOf(':'))
