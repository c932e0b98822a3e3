import { Conversation } from '../conversation/conversation.ts'
import { Seen } from '../conversation/seen.ts'
import type { Transfer } from '../conversation/transfer.ts'

/** A conversation for a connection that nobody was seen to propose, so that its steps can be told. */
export function orphanOf(transfer: Transfer): Conversation {
  const { track, file } = transfer.best
  const opened = new Seen([], track.flow.startSeconds, track.flow.startNanos, track, file.sender)
  const conversation = new Conversation(0, '', '', 'send-file', opened)
  conversation.connections.push(track)
  conversation.transfers.push(...track.transfers)
  return conversation
}
