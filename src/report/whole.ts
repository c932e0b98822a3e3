import type { Conversation } from '../conversation/conversation.ts'
import { rail, stepMarks } from '../conversation/steps.ts'
import type { Transfer } from '../conversation/transfer.ts'
import { orphanOf } from './orphan.ts'
import { programsOf, type Programs } from './people.ts'

/** What a file is part of: its conversation, or its connection when nobody was seen to propose it. */
export interface Whole extends Pick<Conversation, 'opened'> {
  /** It has several files. */
  readonly isFolder: boolean
  /** Thirteen marks. */
  readonly steps: string
  readonly programs: Programs
}

/** Tells the whole of files; once for those that are told together, of which there may be thousands. */
export class Wholes {
  private last: Transfer | undefined
  private count = 0
  private whole: Whole | undefined

  of(transfer: Transfer): Whole {
    const { conversation, best } = transfer
    const { transfers } = conversation ?? best.track
    const last = transfers.at(-1)
    if (this.whole !== undefined && this.last === last && this.count === transfers.length) return this.whole
    const all = conversation ?? orphanOf(transfer)
    this.last = last
    this.count = transfers.length
    this.whole = {
      opened: all.opened,
      isFolder: transfers.length > 1 || transfer.index > 0,
      steps: rail(stepMarks(all)),
      programs: programsOf(all),
    }
    return this.whole
  }
}
