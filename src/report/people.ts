import type { Conversation } from '../conversation/conversation.ts'
import type { Transfer } from '../conversation/transfer.ts'

export interface People {
  readonly sender: string
  readonly receiver: string
}

/** Who sends a file to whom: screen names, or the ends of the connection where nobody named them. */
export function peopleOf(transfer: Transfer): People {
  const { conversation } = transfer
  const { file, track } = transfer.best
  const [sender, receiver] = sides(conversation)
  return {
    sender: sender?.screenName ?? track.ends[file.sender],
    receiver: receiver?.screenName ?? track.ends[file.sender === 0 ? 1 : 0],
  }
}

/** The same of a conversation whose files were never seen. */
export function partiesOf(conversation: Conversation): People {
  const [sender, receiver] = sides(conversation)
  return { sender: sender?.screenName ?? '?', receiver: receiver?.screenName ?? '?' }
}

/** The offerer sends, unless it is the target's files that are asked for. */
function sides(conversation: Conversation | undefined) {
  if (conversation === undefined) return []
  const { offerer, target, serviceName } = conversation
  return serviceName === 'get-file' ? [target, offerer] : [offerer, target]
}
