import type { Conversation } from './conversation.ts'
import type { Message } from './message.ts'
import { longer } from './short-list.ts'

export interface Offer {
  readonly conversation: Conversation
  readonly proposal: Message
}

/** Offers looked at, the newest first: who tries an endpoint answers one of the last. */
const NEWEST = 64

/** Who listens where: the endpoints that open proposals name. Every call costs the same, however many name one endpoint. */
export class Offers {
  private readonly byEndpoint = new Map<number, readonly Offer[]>()

  add(conversation: Conversation, proposal: Message): void {
    for (const endpoint of proposal.endpoints) {
      const offers = this.byEndpoint.get(endpoint)
      if (offers === undefined) this.byEndpoint.set(endpoint, [{ conversation, proposal }])
      else if (!isAmong(offers, proposal))
        this.byEndpoint.set(endpoint, longer(kept(offers), { conversation, proposal }))
    }
  }

  /** The newest proposal for an endpoint that still waits for a connection, else the newest of all. */
  find(endpoint: number): Offer | undefined {
    const open = this.byEndpoint
      .get(endpoint)
      ?.slice(-NEWEST)
      .filter(({ conversation }) => !conversation.final)
    return (
      open?.findLast(({ conversation }) => !conversation.concluded && conversation.connections.length === 0) ??
      open?.at(-1)
    )
  }

  remove(conversation: Conversation): void {
    for (const { endpoints } of conversation.messages) {
      for (const endpoint of endpoints) {
        const offers = this.byEndpoint.get(endpoint)
        // Where many are, the finished ones wait until they are thrown out together.
        if (offers === undefined || offers.length > NEWEST) continue
        const others = offers.filter((offer) => offer.conversation !== conversation)
        if (others.length === 0) this.byEndpoint.delete(endpoint)
        else this.byEndpoint.set(endpoint, others)
      }
    }
  }
}

/** Whether the proposal is one of the newest. */
function isAmong(offers: readonly Offer[], proposal: Message): boolean {
  for (let at = offers.length - 1; at >= 0 && at >= offers.length - NEWEST; at--) {
    if (offers[at]!.proposal === proposal) return true
  }
  return false
}

/** Those of finished conversations are thrown out each time that the number of offers has doubled. */
function kept(offers: readonly Offer[]): readonly Offer[] {
  const { length } = offers
  const isDue = length > NEWEST && (length & (length - 1)) === 0
  return isDue ? offers.filter(({ conversation }) => !conversation.final) : offers
}
