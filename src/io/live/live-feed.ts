import type { CaptureFile } from '../capture-file.ts'
import type { CaptureFailure } from './capture-failure.ts'

/** Where packets of the present come from: capturing children, or the relay of `tap`. */
export interface LiveFeed {
  /** One for each interface. */
  readonly files: readonly CaptureFile[]
  /** What it is called on the screen: `eth0 (tcpdump)`. */
  readonly label: string
  /** Packets the kernel had no room for; undefined when that is not known (yet). */
  readonly droppedByKernel: number | undefined
  /** What has to be said of that. */
  readonly silence?: string | undefined
  /** Packets dropped on the way to us because we were slow. */
  readonly droppedHere: number
  /** Called about once a second: asks for fresh counters and looks after the interfaces. */
  tick(): void
  /** Ends the capture; what is on its way still arrives. */
  stop(): void
  /** Ends it at once. */
  kill(): void
  /** Settles when everything has ended; with the failure that ended it, if one did. */
  readonly ended: Promise<CaptureFailure | undefined>
}

/** Takes what happens beside the packets: one line of text. */
export type Notify = (line: string) => void
