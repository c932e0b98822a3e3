import type { Analyzer } from '../analyzer.ts'
import type { CaptureReader } from '../capture/reader.ts'
import type { TimeOrder } from './time-order.ts'

export interface PumpOptions {
  /** Stop after this many packets. */
  readonly count?: number | undefined
  /** Called once, when every input has shown its first packet or its end. */
  readonly begin?: (() => void) | undefined
  /** Called for every packet before it is analysed. */
  readonly packet?: ((reader: CaptureReader) => void) | undefined
  /** Called between blocks of input; `waits` says that the next one is not there yet. True ends the work. */
  readonly between?: ((waits: boolean) => boolean | Promise<boolean>) | undefined
}

/** Moves all packets of the captures through the analyzer, in time order, and ends it. */
export async function pump(captures: TimeOrder, analyzer: Analyzer, options: PumpOptions = {}): Promise<void> {
  const { begin, packet, between } = options
  const last = options.count ?? Infinity
  let begun = false
  for (let more = true; more;) {
    for (let reader = captures.next(); reader !== undefined; reader = captures.next()) {
      if (!begun) {
        begun = true
        begin?.()
      }
      packet?.(reader)
      analyzer.packet(reader)
      if (analyzer.clock.packet >= last) {
        captures.close()
        analyzer.end(readersOf(captures))
        return
      }
    }
    const filled = captures.fill()
    const stop = await between?.(typeof filled !== 'boolean')
    more = await filled
    if (stop) captures.close()
  }
  if (!begun) begin?.()
  analyzer.end(readersOf(captures))
}

const readersOf = ({ files }: TimeOrder): readonly CaptureReader[] => files.map(({ reader }) => reader)
