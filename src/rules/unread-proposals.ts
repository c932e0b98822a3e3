import type { Conversation } from '../conversation/conversation.ts'
import type { Track } from '../conversation/track.ts'
import { SIGN } from '../oscar/rendezvous/signs.ts'
import { on, type Check } from './define.ts'

/** ACCEPT. */
const LAST_TYPE = 2
/** Length of a block without tags. */
const LEAST = 26

/** Connections with a rendezvous block that nobody can read. */
const unreadable = new WeakSet<Track>()
/** Conversations whose cookie others have as well, for another service, and those with messages of unknown types. */
const mixed = new WeakSet<Conversation>()

/** What a rule about the numbers of proposals listens to, besides the proposals. */
export const noticed: Check = {
  icbmBlock({ seen, dataTlvs, length }) {
    if (dataTlvs === 0 || length < LEAST) unreadable.add(seen.track)
  },
  leg: on({ signs: SIGN.unknownType }, ({ conversation, leg }) => {
    if (leg.rendezvous !== undefined && leg.rendezvous.type > LAST_TYPE) mixed.add(conversation)
  }),
  cookieShared({ conversation, others }) {
    if (others.every(({ service }) => service === conversation.service)) return
    for (const each of [conversation, ...others]) mixed.add(each)
  },
}

/** A proposal of the conversation may be among what could not be read, or was taken for another's: that is another rule's fault. */
export function mayLackProposal(conversation: Conversation): boolean {
  const { proposals } = conversation
  return mixed.has(conversation) || proposals.some(({ legs }) => legs.some(({ seen }) => unreadable.has(seen.track)))
}
