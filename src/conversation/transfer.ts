import type { OftFile } from '../peer/oft-file.ts'
import { sameChecksum } from '../bytes/oft-checksum.ts'
import type { Conversation } from './conversation.ts'
import { advance, FILE, type FileEvent, type FileState } from './machine.ts'
import type { Track } from './track.ts'

export type TransferOutcome = 'complete' | 'skipped' | 'cancelled' | 'aborted' | 'unfinished'
export type ChecksumVerdict = 'match' | 'mismatch' | 'unchecked'

/** A header or the body that came where the file's state has no place for it. */
export interface OutOfOrder {
  readonly state: FileState
  readonly event: FileEvent
  readonly packets: readonly number[]
}

/** One file as seen on one flow. */
export class FileView {
  readonly track: Track
  readonly file: OftFile
  state: FileState = 'prompted'
  /** The first that came out of order. */
  outOfOrder: OutOfOrder | undefined
  /** Nothing more belongs to it on this flow. */
  ended = false
  /** The flow was closed, in order or not, while this was its last file. */
  closed = false
  /** Bytes of the receiver's stream when the file began; -1 when nothing of it was captured by then. */
  answersAtPrompt = -1
  /** How far the sender had acknowledged the receiver's stream when its data came before the receiver's go-ahead was seen. */
  ackedAtData: number | undefined
  /** Packet of a go-ahead (ACK or 0x0207) that the sender demonstrably did not have when its data left. */
  goAheadLate: number | undefined

  constructor(track: Track, file: OftFile) {
    this.track = track
    this.file = file
  }

  /** The one it is a view of: the same file on other connections is known once the conversation is. */
  get transfer(): Transfer {
    return this.track.transferOf(this.file.index)!
  }

  step(event: FileEvent, packets: readonly number[]): void {
    const next = advance(FILE, this.state, event)
    if (next === undefined) this.outOfOrder ??= { state: this.state, event, packets }
    else this.state = next
  }

  get outcome(): TransferOutcome {
    const { file } = this
    if (file.done) {
      const skipped = file.received === 0 && file.holeBytes === 0 && file.size > file.start && !file.accepted
      return skipped ? 'skipped' : 'complete'
    }
    if (!this.ended) return 'unfinished'
    return this.closed ? 'aborted' : 'unfinished'
  }

  get verdict(): ChecksumVerdict {
    const computed = this.file.checksum
    const stated = this.file.described?.header.checksum
    if (computed === undefined || stated === undefined) return 'unchecked'
    return sameChecksum(computed, stated) ? 'match' : 'mismatch'
  }
}

/** One file from one person to another. Both legs of a proxied transfer are views of the same one. */
export class Transfer {
  readonly id: number
  conversation: Conversation | undefined
  readonly index: number
  readonly views: FileView[] = []
  /** Codes already reported, so that a second view of the same fault adds nothing. */
  readonly reported = new Set<string>()
  /** It was told before its connection ended, because there were too many. */
  left = false

  constructor(id: number, index: number) {
    this.id = id
    this.index = index
  }

  /** The view that saw most of the file. */
  get best(): FileView {
    return this.views.reduce((best, view) => (worth(view) > worth(best) ? view : best))
  }

  /** The file has arrived, or its receiver did not want it. */
  get isDelivered(): boolean {
    const { outcome } = this.best
    return outcome === 'complete' || outcome === 'skipped'
  }

  get outcome(): TransferOutcome {
    const outcome = this.best.outcome
    const stopped = this.conversation?.state === 'cancelled' && (outcome === 'aborted' || outcome === 'unfinished')
    return stopped ? 'cancelled' : outcome
  }
}

function worth(view: FileView): number {
  return view.file.received + (view.file.done ? 0.5 : 0) - view.file.holeBytes
}

/** Takes those away that have left; there may be more of them than fit into the arguments of a call. */
export function dropLeft(transfers: Transfer[]): void {
  let kept = 0
  for (const transfer of transfers) if (!transfer.left) transfers[kept++] = transfer
  transfers.length = kept
}
