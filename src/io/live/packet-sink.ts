import type { CaptureReader } from '../../capture/reader.ts'

/** Where captured packets are written to (`-w`). Methods throw `CaptureFailure`. */
export interface PacketSink {
  packet(reader: CaptureReader): void
  /** Whether the packet would begin another file. */
  turns(reader: CaptureReader): boolean
  /** Makes what was given durable against the end of this process; called whenever no packet is waiting. */
  flush(): void
  /** Ends the file, the first time; `dropped` packets are not in it, as far as that is known. */
  close(dropped: number | undefined): void
  /** Bytes written in all. */
  readonly bytes: number
  /** Files begun so far. */
  readonly begun: number
  /** Packets that were meant to be kept and were too many for it. */
  readonly forgotten: number
  /** Paths of the files that are there now, oldest first. */
  readonly files: readonly string[]
}
