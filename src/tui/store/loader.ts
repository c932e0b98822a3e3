import { Analyzer, type AnalyzerOptions } from '../../analyzer.ts'
import type { CaptureReader } from '../../capture/reader.ts'
import type { CaptureFile } from '../../io/capture-file.ts'
import type { TimeOrder } from '../../io/time-order.ts'
import { Slice } from './slices.ts'
import type { Store } from './store.ts'

/** Moves captures into a store, a slice at a time. */
export class Loader {
  readonly files: readonly CaptureFile[]
  readonly store: Store
  readonly analyzer: Analyzer
  private readonly order: TimeOrder
  private readonly started = performance.now()
  private finished: number | undefined
  private cancelled = false
  private abandoned = false

  constructor(order: TimeOrder, store: Store, options: AnalyzerOptions = {}) {
    this.order = order
    this.files = order.files
    this.store = store
    this.analyzer = new Analyzer(store.totals, options)
    store.analyzer = this.analyzer
  }

  /** Reads to the end, or until `cancel()`. */
  async run(): Promise<void> {
    const { order, analyzer, store } = this
    const slice = new Slice()
    let more = true
    while (more && !this.cancelled) {
      for (let reader = order.next(); reader !== undefined && !this.cancelled; reader = order.next()) {
        this.at(reader)
        analyzer.packet(reader)
        if (slice.over) await slice.next()
      }
      if (this.cancelled) break
      more = await order.fill()
      await slice.next()
    }
    if (this.cancelled) order.close()
    if (!this.abandoned) analyzer.end(this.files.map(({ reader }) => reader))
    store.reader = undefined
    store.progress = this.cancelled ? 'cancelled' : 'done'
    store.version++
    this.finished = performance.now()
  }

  /** Says in the store whether bytes are read or waited for. */
  look(): void {
    if (this.finished === undefined)
      this.store.progress = this.files.some((file) => file.waiting) ? 'waiting' : 'loading'
  }

  /** What was read so far stays. */
  cancel(): void {
    this.cancelled = true
    this.order.stop()
  }

  /** Nobody wants to know any more what comes of it. */
  abandon(): void {
    this.abandoned = true
    this.cancel()
  }

  /** Part of the input that was read, 0 to 1; undefined when its end is not known. */
  get part(): number | undefined {
    let size = 0
    let position = 0
    for (const file of this.files) {
      if (file.size === undefined) return undefined
      size += file.size
      position += file.position
    }
    return size === 0 ? undefined : Math.min(1, position / size)
  }

  /** What is wrong with the capture files, as sentences. */
  get problems(): readonly string[] {
    return this.files.flatMap(({ reader }) => reader.problems.map(({ file, message }) => `${file}: ${message}`))
  }

  /** Files that ended before their time. */
  get damaged(): number {
    return this.files.filter(({ reader }) => reader.problems.some(({ severity }) => severity === 'error')).length
  }

  get bytesRead(): number {
    return this.files.reduce((sum, file) => sum + file.position, 0)
  }

  /** Bytes of input a second. */
  get rate(): number {
    const seconds = ((this.finished ?? performance.now()) - this.started) / 1000
    return seconds > 0 ? this.bytesRead / seconds : 0
  }

  private at(reader: CaptureReader): void {
    const { store } = this
    if (store.reader === reader) return
    store.reader = reader
    store.file = this.files.findIndex((file) => file.reader === reader)
  }
}
