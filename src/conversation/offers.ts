import type { Conversation } from './conversation.ts'
import type { Message } from './message.ts'

export interface Offer {
  readonly conversation: Conversation
  readonly proposal: Message
}

/** Who listens where: the endpoints that open proposals name. */
export class Offers {
  private readonly byEndpoint = new Map<number, Offer[]>()

  add(conversation: Conversation, proposal: Message): void {
    for (const endpoint of proposal.endpoints) {
      const offers = this.byEndpoint.get(endpoint)
      if (offers === undefined) this.byEndpoint.set(endpoint, [{ conversation, proposal }])
      else if (!offers.some((offer) => offer.proposal === proposal)) offers.push({ conversation, proposal })
    }
  }

  /** The newest proposal for an endpoint that still waits for a connection, else the newest of all. */
  find(endpoint: number): Offer | undefined {
    const offers = this.byEndpoint.get(endpoint)
    return (
      offers?.findLast(({ conversation }) => !conversation.concluded && conversation.connections.length === 0) ??
      offers?.at(-1)
    )
  }

  remove(conversation: Conversation): void {
    for (const { endpoints } of conversation.messages) {
      for (const endpoint of endpoints) {
        const offers = this.byEndpoint.get(endpoint)
        if (offers === undefined) continue
        const left = offers.filter((offer) => offer.conversation !== conversation)
        if (left.length > 0) this.byEndpoint.set(endpoint, left)
        else this.byEndpoint.delete(endpoint)
      }
    }
  }
}
