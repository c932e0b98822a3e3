import type { Conversation } from '../conversation/conversation.ts'
import { softwareOf, softwareText, type Software } from '../conversation/software.ts'
import type { Transfer } from '../conversation/transfer.ts'
import { orphanOf } from './orphan.ts'

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

/** The programs of sender and receiver, as far as they can be told. */
export interface Programs {
  readonly sender: Software | undefined
  readonly receiver: Software | undefined
}

export function programsOf(conversation: Conversation): Programs {
  const [sender, receiver] = conversation.serviceName === 'get-file' ? ROLES.toReversed() : ROLES
  return { sender: softwareOf(conversation, sender), receiver: softwareOf(conversation, receiver) }
}

export function programsOfTransfer(transfer: Transfer): Programs {
  return programsOf(transfer.conversation ?? orphanOf(transfer))
}

/** `libpurple 2.10.9 → joscar`; nothing when neither is known. */
export function programsText({ sender, receiver }: Programs): string {
  if (sender === undefined && receiver === undefined) return ''
  return [sender, receiver].map((software) => (software === undefined ? '?' : softwareText(software))).join(' → ')
}

const ROLES = ['offerer', 'target'] as const

/** The offerer sends, unless it is the target's files that are asked for. */
function sides(conversation: Conversation | undefined) {
  if (conversation === undefined) return []
  const { offerer, target, serviceName } = conversation
  return serviceName === 'get-file' ? [target, offerer] : [offerer, target]
}
