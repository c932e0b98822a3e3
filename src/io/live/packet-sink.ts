import type { CaptureReader } from '../../capture/reader.ts'

/** Where captured packets are written to (`-w`). Methods throw `CaptureFailure`. */
export interface PacketSink {
  packet(reader: CaptureReader): void
  /** Makes what was given durable against the end of this process; called whenever no packet is waiting. */
  flush(): void
  /** Ends the file; `dropped` packets are not in it, as far as that is known. */
  close(dropped: number | undefined): void
  /** Bytes written in all. */
  readonly bytes: number
  /** Paths of the files that are there now, oldest first. */
  readonly files: readonly string[]
}
