import type { Conversation } from './conversation.ts'
import type { Message } from './message.ts'

export interface Offer {
  readonly conversation: Conversation
  readonly proposal: Message
}

/** Offers looked at, the newest first: who tries an endpoint answers one of the last. */
const NEWEST = 64

interface Listener {
  offers: Offer[]
  /** Number of offers at which those of finished conversations are thrown out. */
  due: number
}

/** Who listens where: the endpoints that open proposals name. Every call costs the same, however many name one endpoint. */
export class Offers {
  private readonly byEndpoint = new Map<number, Listener>()

  add(conversation: Conversation, proposal: Message): void {
    for (const endpoint of proposal.endpoints) {
      const listener = this.byEndpoint.get(endpoint) ?? { offers: [], due: NEWEST }
      this.byEndpoint.set(endpoint, listener)
      const { offers } = listener
      if (offers.slice(-NEWEST).some((offer) => offer.proposal === proposal)) continue
      if (offers.push({ conversation, proposal }) > listener.due) {
        listener.offers = offers.filter((offer) => !offer.conversation.final)
        listener.due = Math.max(NEWEST, 2 * listener.offers.length)
      }
    }
  }

  /** The newest proposal for an endpoint that still waits for a connection, else the newest of all. */
  find(endpoint: number): Offer | undefined {
    const open = this.byEndpoint
      .get(endpoint)
      ?.offers.slice(-NEWEST)
      .filter(({ conversation }) => !conversation.final)
    return (
      open?.findLast(({ conversation }) => !conversation.concluded && conversation.connections.length === 0) ??
      open?.at(-1)
    )
  }

  remove(conversation: Conversation): void {
    for (const { endpoints } of conversation.messages) {
      for (const endpoint of endpoints) {
        const listener = this.byEndpoint.get(endpoint)
        // Where many are, the finished ones wait until they are thrown out together.
        if (listener === undefined || listener.offers.length > NEWEST) continue
        listener.offers = listener.offers.filter((offer) => offer.conversation !== conversation)
        if (listener.offers.length === 0) this.byEndpoint.delete(endpoint)
      }
    }
  }
}
