import type { Conversation } from './conversation.ts'
import type { Message } from './message.ts'

export interface Offer {
  readonly conversation: Conversation
  readonly proposal: Message
}

/** Who listens where: the endpoints that open proposals name, as `ip:port`. */
export class Offers {
  private readonly byEndpoint = new Map<string, Offer[]>()

  add(conversation: Conversation, proposal: Message): void {
    for (const endpoint of proposal.endpoints) {
      const offers = this.byEndpoint.get(endpoint) ?? []
      if (offers.some((offer) => offer.proposal === proposal)) continue
      this.byEndpoint.set(endpoint, [...offers, { conversation, proposal }])
    }
  }

  /** The newest proposal for an endpoint that still waits for a connection, else the newest of all. */
  find(endpoint: string): Offer | undefined {
    const offers = this.byEndpoint.get(endpoint)
    return offers?.findLast(({ conversation }) => !conversation.concluded && conversation.connections.length === 0) ?? offers?.at(-1)
  }

  remove(conversation: Conversation): void {
    for (const proposal of conversation.proposals) {
      for (const endpoint of proposal.endpoints) {
        const left = this.byEndpoint.get(endpoint)?.filter((offer) => offer.conversation !== conversation) ?? []
        if (left.length > 0) this.byEndpoint.set(endpoint, left)
        else this.byEndpoint.delete(endpoint)
      }
    }
  }
}
