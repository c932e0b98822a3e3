import { find } from '../../bytes/node.ts'
import type { Conversation } from '../../conversation/conversation.ts'
import { stepMarks, type StepMark } from '../../conversation/steps.ts'
import type { Track } from '../../conversation/track.ts'
import type { Transfer } from '../../conversation/transfer.ts'
import { nameOf } from '../../report/finding-text.ts'
import { programsOf, programsOfTransfer, programsText, type Programs } from '../../report/people.ts'
import type { Instant } from '../time.ts'
import type { Store } from './store.ts'

const SERVICE_DATA = 0x2711
const UNSEEN: readonly StepMark[] = new Array<StepMark>(13).fill('unseen')

/** A row of the list of transfers: a file, or a conversation that has come to none, or a connection nobody proposed. */
export interface TransferItem {
  readonly conversation: Conversation | undefined
  readonly transfer: Transfer | undefined
  readonly track: Track | undefined
}

/** All files and conversations, in the order in which they began. */
export function transferItems(store: Store): TransferItem[] {
  const items: TransferItem[] = []
  for (const conversation of store.conversations) {
    const { transfers } = conversation
    if (transfers.length === 0) items.push({ conversation, transfer: undefined, track: undefined })
    for (const transfer of transfers) items.push({ conversation, transfer, track: undefined })
  }
  for (const track of store.tracks.values()) {
    if (track.conversation !== undefined || track.peer === undefined) continue
    if (track.transfers.length === 0) items.push({ conversation: undefined, transfer: undefined, track })
    for (const transfer of track.transfers) items.push({ conversation: undefined, transfer, track })
  }
  return items
    .map((item) => ({ item, ...startOf(item) }))
    .sort((a, b) => a.seconds - b.seconds || a.nanos - b.nanos)
    .map(({ item }) => item)
}

export function startOf({ conversation, track }: TransferItem): Instant {
  if (conversation !== undefined) return conversation.opened
  return { seconds: track?.flow.startSeconds ?? 0, nanos: track?.flow.startNanos ?? 0 }
}

/** Sender and receiver: screen names where they are known, else addresses. */
export function peopleOf({ conversation, transfer, track }: TransferItem): readonly [string, string] {
  if (conversation !== undefined) {
    const people = [conversation.offerer.screenName ?? '?', conversation.target.screenName ?? '?'] as const
    return conversation.serviceName === 'get-file' ? [people[1], people[0]] : people
  }
  if (track === undefined) return ['?', '?']
  const sender = transfer?.best.file.sender ?? track.client
  return [track.ends[sender], track.ends[sender === 0 ? 1 : 0]]
}

/** The programs of sender and receiver, as far as they can be told. */
export function softwareIn({ conversation, transfer }: TransferItem): Programs | undefined {
  if (conversation !== undefined) return programsOf(conversation)
  return transfer && programsOfTransfer(transfer)
}

/** `libpurple 2.10.9 → joscar` */
export function programsIn(item: TransferItem): string {
  const programs = softwareIn(item)
  return programs === undefined ? '' : programsText(programs)
}

export function fileOf({ conversation, transfer, track }: TransferItem): {
  readonly name: string
  readonly size: number | undefined
} {
  if (transfer !== undefined) return { name: nameOf(transfer), size: transfer.best.file.size }
  if (conversation === undefined) return { name: `(${track?.protocol ?? '?'} connection)`, size: undefined }
  const data = conversation.proposals[0]?.tag(SERVICE_DATA)
  const name = data && find(data, 'fileName')?.value
  const size = data && find(data, 'totalSize')?.value
  return {
    name: typeof name === 'string' && name !== '' ? name : `(${conversation.serviceName})`,
    size: typeof size === 'number' ? size : undefined,
  }
}

/** Marks of the thirteen steps; of a connection without its conversation only what it shows itself. */
export function marksOf({ conversation, transfer }: TransferItem): readonly StepMark[] {
  if (conversation !== undefined) return stepMarks(conversation)
  if (transfer === undefined) return UNSEEN
  const { file } = transfer.best
  const marks = [...UNSEEN]
  const set = (step: number, done: boolean): void => {
    if (done) marks[step - 1] = 'done'
  }
  set(9, file.seen('prompt') !== undefined)
  set(10, file.accepted || file.seen('resume') !== undefined)
  set(11, file.left === 0 && file.holeBytes === 0)
  set(12, file.done)
  set(13, transfer.best.track.flow.closed !== 'open')
  return marks
}

/** `complete`, `live 43%`. */
export function stateOf({ conversation, transfer }: TransferItem, store: Store): string {
  const outcome = transfer?.outcome ?? conversation?.outcome ?? 'unfinished'
  if (outcome !== 'unfinished' || transfer === undefined || store.progress === 'done') return outcome
  const { file } = transfer.best
  return file.size > 0 ? `live ${Math.floor((100 * file.offset) / file.size)}%` : outcome
}
