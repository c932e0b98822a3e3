import type { CaptureReader } from '../capture/reader.ts'
import type { CaptureFile } from './capture-file.ts'

/** One file and the time of the packet it is at (parked: of its first packet). */
interface Lane {
  readonly file: CaptureFile
  /** Place on the command line. */
  readonly order: number
  seconds: number
  nanos: number
  pending: Promise<void> | undefined
}

/**
 * Several captures as one timeline:
 *
 *     do {
 *       for (let reader = order.next(); reader !== undefined; reader = order.next()) use(reader)
 *     } while (await order.fill())
 *
 * `next()` always gives the reader whose packet is the earliest; equal times keep the order of the files. A file is one
 * stream: its packets keep their own order, whatever their times. Files are looked at first and closed again until their
 * first packet's turn has come, so that a hundred rotated captures need the memory of those that overlap. A followed file
 * that has nothing new does not hold the others back.
 */
export class TimeOrder {
  readonly files: readonly CaptureFile[]
  /** Files that need bytes before they can say what their next packet is. */
  private hungry: Lane[]
  /** Files that stand at a packet not delivered yet. */
  private readonly ready = new Set<Lane>()
  /** Files whose first packet is known and that are closed until then, latest first. */
  private parked: Lane[] = []
  /** Files to be parked when their first packet is known. */
  private readonly unseen = new Set<Lane>()
  /** The file whose packet was delivered last, and the earliest of all others. */
  private current: Lane | undefined
  private rival: Lane | undefined
  /** Says that a file that was waited for has bytes, or its end. */
  private arrived: ((failure?: Error) => void) | undefined

  constructor(files: readonly CaptureFile[]) {
    this.files = files
    this.hungry = files.map((file, order) => ({ file, order, seconds: 0, nanos: 0, pending: undefined }))
    if (files.length > 1) this.unseen = new Set(this.hungry)
  }

  /** The reader that moved to the earliest packet; undefined when bytes are needed or all are at their end. */
  next(): CaptureReader | undefined {
    const lane = this.current
    if (lane !== undefined) {
      const { reader } = lane.file
      if (!reader.next()) {
        this.current = undefined
        this.hungry.push(lane)
      } else if (this.rival === undefined || isEarlier(reader, lane, this.rival)) {
        return reader
      } else {
        this.current = undefined
        this.stand(lane)
      }
    }
    return this.turn()
  }

  /** Reads on where it is needed. False: there is nothing more in any file. */
  fill(): boolean | Promise<boolean> {
    for (const lane of [...this.hungry]) {
      if (lane.pending !== undefined) continue
      const more = lane.file.fill()
      if (typeof more === 'boolean') this.filled(lane, more)
      else {
        const filled = more.then((later) => this.filled(lane, later))
        lane.pending = filled.then(
          () => this.arrived?.(),
          (error: Error) => this.arrived?.(error),
        )
      }
    }
    const pending = this.hungry.flatMap((lane) => lane.pending ?? [])
    if (pending.length < this.hungry.length || (this.canGoOn && !this.isHeld)) return true
    return pending.length > 0 && this.arrival()
  }

  /** Ends the waiting for files that are followed. */
  stop(): void {
    for (const file of this.files) file.stop()
  }

  close(): void {
    for (const file of this.files) file.close()
  }

  /** No race of promises: each would hang on to a quiet file for as long as that says nothing. */
  private arrival(): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.arrived = (failure) => (failure === undefined ? resolve(this.more) : reject(failure))
    })
  }

  private get more(): boolean {
    return this.hungry.length > 0 || this.canGoOn
  }

  private get canGoOn(): boolean {
    return this.ready.size + this.parked.length > 0 || this.current !== undefined
  }

  /** Whether a file must be read on before it can be said whose packet is the earliest. */
  private get isHeld(): boolean {
    return this.hungry.some((lane) => !lane.file.waiting)
  }

  /** Gives the turn to the file with the earliest packet, if that can be told. */
  private turn(): CaptureReader | undefined {
    if (this.isHeld) return undefined
    const lane = this.earliest()
    if (lane === undefined) return undefined
    if (lane === this.parked.at(-1)) {
      this.parked.pop()
      this.hungry.push(lane)
      return undefined
    }
    this.ready.delete(lane)
    this.current = lane
    this.rival = this.earliest()
    return lane.file.reader
  }

  private filled(lane: Lane, more: boolean): void {
    lane.pending = undefined
    const { file } = lane
    const found = file.reader.next()
    if (!found && more) return
    this.hungry = this.hungry.filter((other) => other !== lane)
    const first = this.unseen.delete(lane)
    if (!found) {
      file.close()
      file.reader.release()
      return
    }
    lane.seconds = file.reader.seconds
    lane.nanos = file.reader.nanos
    if (first && file.rewind()) {
      this.parked.push(lane)
      this.parked.sort((left, right) => (isEarlier(left, left, right) ? 1 : -1))
    } else {
      this.stand(lane)
    }
    this.rival = this.earliest()
  }

  private stand(lane: Lane): void {
    lane.seconds = lane.file.reader.seconds
    lane.nanos = lane.file.reader.nanos
    this.ready.add(lane)
  }

  /** The earliest of the files that do not have the turn. */
  private earliest(): Lane | undefined {
    let best = this.parked.at(-1)
    for (const lane of this.ready) if (best === undefined || isEarlier(lane, lane, best)) best = lane
    return best
  }
}

function isEarlier(time: { seconds: number; nanos: number }, lane: Lane, other: Lane): boolean {
  if (time.seconds !== other.seconds) return time.seconds < other.seconds
  if (time.nanos !== other.nanos) return time.nanos < other.nanos
  return lane.order < other.order
}
