import { serviceByUuid } from '../oscar/rendezvous/services.ts'
import type { Conversation } from './conversation.ts'

/**
 * What a finished conversation has that most do not. A rule about conversations names the traits without which it has
 * nothing to say, and is asked only where one of them is. A trait may be there without a fault, never the other way round.
 */
export const TRAIT = {
  accepted: 0x0001,
  /** Peer connections carried its protocol. */
  connected: 0x0002,
  /** Somebody tried an endpoint it proposes. */
  attempted: 0x0004,
  transfers: 0x0008,
  /** More than one proposal. */
  countered: 0x0010,
  /** It does not begin with proposal number 1. */
  unopened: 0x0020,
  /** Nothing but proposals. */
  unanswered: 0x0040,
  /** A client or the host refused a message. */
  refused: 0x0080,
  /** The host was to say that it passed a message on, and did not. */
  unacknowledged: 0x0100,
  /** A proposal or an accept came in a later second than a CANCEL. */
  late: 0x0200,
  unknownService: 0x0400,
} as const

export function traitsOf(conversation: Conversation): number {
  const { messages, proposals, attempts, connections, transfers } = conversation
  let traits = 0
  let firstCancel = Infinity
  let lastOffer = -Infinity
  if (connections.length > 0) traits |= TRAIT.connected
  if (attempts.length > 0) traits |= TRAIT.attempted
  if (transfers.length > 0) traits |= TRAIT.transfers
  if (proposals.length > 1) traits |= TRAIT.countered
  if (messages.length === proposals.length) traits |= TRAIT.unanswered
  if (proposals.length === 0 || messages[0] !== proposals[0] || proposals[0]!.sequence !== 1) traits |= TRAIT.unopened
  if (serviceByUuid(conversation.service) === undefined) traits |= TRAIT.unknownService
  for (const { kind, legs } of messages) {
    if (kind === 'accept') traits |= TRAIT.accepted
    else if (kind !== 'propose' && kind !== 'cancel') traits |= TRAIT.refused
    for (const { toHost, requestAck, acknowledged, seen } of legs) {
      if (kind === 'cancel') firstCancel = Math.min(firstCancel, seen.seconds)
      else if (kind === 'propose' || kind === 'accept') lastOffer = Math.max(lastOffer, seen.seconds)
      if (toHost && requestAck && !acknowledged) traits |= TRAIT.unacknowledged
    }
  }
  if (lastOffer > firstCancel) traits |= TRAIT.late
  return traits
}
