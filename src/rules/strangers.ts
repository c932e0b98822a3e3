import type { Conversation } from '../conversation/conversation.ts'
import type { Track } from '../conversation/track.ts'
import { ADDRESSES } from './endpoints.ts'

/** A direct connection that the cookie in it ties to a conversation, and that no proposal of it asked for. */
export interface Stranger {
  readonly track: Track
  /** Its client has an address that a proposal offers, and its server has not: it was opened the wrong way round. */
  readonly reversed: boolean
}

export function strangersOf(conversation: Conversation): Stranger[] {
  if (conversation.connections.length === 0) return []
  const endpoints = new Set(conversation.proposals.flatMap((proposal) => proposal.endpoints))
  if (endpoints.size === 0) return []
  const offered = new Set(
    conversation.proposals.flatMap(({ legs }) => {
      return legs.flatMap(({ rendezvous }) => ADDRESSES.map((tag) => rendezvous?.word(tag) ?? 0))
    }),
  )
  // An IPv6 address fits into no proposal, and connections to the proxy are another matter.
  const unasked = conversation.connections.filter((track) => {
    const { joinedBy, clientSure, flow, peer } = track
    const direct = joinedBy === 'cookie' && clientSure && !flow.ipv6 && peer?.protocol.startsWith('ars') === false
    return direct && track.listener !== undefined && !endpoints.has(track.listener)
  })
  return unasked.map((track) => {
    const { flow, client, server } = track
    const reversed = offered.has(flow.address(client) >>> 0) && !offered.has(flow.address(server) >>> 0)
    return { track, reversed }
  })
}
