import type { Message } from '../conversation/message.ts'
import type { Track } from '../conversation/track.ts'
import type { FileView, Transfer } from '../conversation/transfer.ts'
import type { Side } from '../network/flow.ts'
import type { OftFile, SeenHeader } from '../peer/oft-file.ts'
import type { OftHeader } from '../peer/oft-header.ts'
import { nothingElseSaid, surest } from './certainty.ts'
import { on, type Check } from './define.ts'
import type { Certainty, Report } from './finding.ts'
import { PATIENCE, type Patience } from './patience.ts'
import { TRAIT } from '../conversation/traits.ts'

/** What a rule about a file says of one flow; where it is, is added. */
export type Verdict = Omit<Report, 'transfer' | 'track'>

/**
 * A check of files once nothing can change any more: with the conversation's end, because a CANCEL may follow the close
 * that it explains, and with the connection's where no conversation is known. Both legs of a proxied transfer are one
 * transfer: what is found on both is reported once, as sure as the surer of them.
 */
export function checkFiles(judge: (view: FileView, transfer: Transfer) => Verdict | undefined): Check {
  const settle = (transfer: Transfer, report: (found: Report) => void): void => {
    const found = transfer.views.flatMap((view) => {
      const verdict = view.ended ? judge(view, transfer) : undefined
      return verdict === undefined ? [] : [{ ...verdict, transfer, track: view.track }]
    })
    const best = surest(...found.map(({ certainty }) => certainty))
    const chosen = found.find(({ certainty }) => certainty === best)
    if (chosen !== undefined) report(chosen)
  }
  return {
    file({ transfer }, report) {
      if (transfer.conversation === undefined || transfer.conversation.final || transfer.left) settle(transfer, report)
    },
    conversation: on({ signs: TRAIT.transfers }, ({ conversation }, report) => {
      for (const transfer of conversation.transfers) settle(transfer, report)
    }),
  }
}

/** What was seen on the same connection of the file before. */
export function previousOf({ track, file }: FileView): FileView | undefined {
  return track.transferOf(file.index - 1)?.views.find((other) => other.track === track)
}

export const receiverOf = ({ sender }: OftFile): Side => (sender === 0 ? 1 : 0)

/** The file's own prompt, where it is one of a file transfer and not of a listing. */
export function promptOf(file: OftFile): SeenHeader | undefined {
  const prompt = file.seen('prompt')
  return prompt?.header.type === 0x0101 ? prompt : undefined
}

/** The receiver's DONE, where it is about this file and whole: after a hole in the capture it may be about another. */
export function doneOf(file: OftFile): SeenHeader | undefined {
  const done = file.headers.find(({ header }) => header.type === 0x0204)
  return done !== undefined && isAbout(done.header, file) ? done : undefined
}

export function isAbout(header: OftHeader, file: OftFile): boolean {
  const described = file.described?.header
  return header.length >= 192 && header.size === file.size && header.filename === described?.filename
}

/** A side said something on the connection that is no header, or one of a type that nobody knows: it may have been what is missing. */
export function saidOtherwise({ peerFrames, session, transfers }: Track, side: Side): boolean {
  const files = transfers.flatMap(({ views }) => views.filter(({ track }) => track.session === session))
  const known = files
    .flatMap(({ file }) => file.headers)
    .filter((each) => each.side === side && each.header.act !== 'other')
  const proxied = session?.proxyFrames.filter(({ seen }) => seen.side === side) ?? []
  return (session?.strays[side] ?? 0) > 0 || peerFrames[side] > known.length + proxied.length
}

/** The last message that ended the conversation before its file was over: a CANCEL, a refusal, an error. */
export function endedBy({ conversation }: Transfer): Message | undefined {
  return conversation?.messages.findLast(({ kind }) => kind !== 'propose' && kind !== 'accept')
}

/** How sure it is that nothing but what was seen ended the connection. */
export function unexplained(view: FileView, transfer: Transfer): Certainty {
  return nothingElseSaid(transfer.conversation, view.track.flow.closedAt)
}

/** How sure it is that the connection was closed with no more on it than was seen. */
export function closedThere({ track }: FileView): Certainty {
  if (track.complete(0) && track.complete(1)) return 'sure'
  return track.intact ? 'likely' : 'capture-incomplete'
}

/** Who of the two ended the connection first. */
export function whoClosed({ track, file }: FileView): 'sender' | 'receiver' {
  const first = track.endedFirst ?? track.flow.resetBy
  return first === receiverOf(file) ? 'receiver' : 'sender'
}

/** Nobody answered the prompt because the sender did not wait for it: that says nothing about the receiver. */
export function gaveUpEarly(view: FileView, prompt: SeenHeader): boolean {
  return whoClosed(view) === 'sender' && view.track.flow.closedAt - prompt.time < PATIENCE.answer.seconds
}

/** The connection is still open, and somebody waits since `time` for longer than anybody does. */
export function waitsSince({ transfer }: FileView, time: number, { seconds }: Patience): boolean {
  const { conversation } = transfer
  return conversation !== undefined && conversation.finished - time >= seconds
}

/** How sure it is that nobody has said more on a connection that is still open. */
export const stillOpen = ({ track }: FileView): Certainty => (track.intact ? 'likely' : 'capture-incomplete')

/** `#41`: the packet that completed it. */
export const last = (packets: readonly number[]): string => `#${packets.at(-1)}`
