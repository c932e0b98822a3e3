import type { Analyzer } from '../analyzer.ts'
import type { CaptureReader } from '../capture/reader.ts'
import type { TimeOrder } from './time-order.ts'

export interface PumpOptions {
  /** Stop after this many packets. */
  readonly count?: number | undefined
  /** Called between blocks of input. */
  readonly progress?: (() => void) | undefined
  /** Called for every packet before it is analysed: for writing packets on. */
  readonly packet?: ((reader: CaptureReader) => void) | undefined
}

/** Moves all packets of the captures through the analyzer, in time order, and ends it. */
export async function pump(captures: TimeOrder, analyzer: Analyzer, options: PumpOptions = {}): Promise<void> {
  const last = options.count ?? Infinity
  do {
    for (let reader = captures.next(); reader !== undefined; reader = captures.next()) {
      options.packet?.(reader)
      analyzer.packet(reader)
      if (analyzer.clock.packet >= last) {
        captures.close()
        analyzer.end()
        return
      }
    }
    options.progress?.()
  } while (await captures.fill())
  analyzer.end()
}
