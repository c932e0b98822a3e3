import type { CaptureProblemCode } from '../capture/problem.ts'

/** Where a capture's bytes come from: file, pipe, gzip data of either, capturing child. */
export interface ByteSource {
  /** Bytes there are in all, where that is known. */
  readonly size: number | undefined
  /** Bytes read so far, as stored (compressed). */
  readonly position: number
  /** True while a followed file has nothing new. */
  readonly waiting: boolean
  /** Writes the next bytes to the start of `room` and gives their number; 0 at the end. Throws `SourceFailure`. */
  read(room: Uint8Array): number | Promise<number>
  /** Ends the waiting for more: a `read` under way or to come gives what is there, then 0. */
  stop(): void
  close(): void
}

/** The end of a source that is not its proper end. What was read before it is good. */
export class SourceFailure extends Error {
  readonly code: CaptureProblemCode
  readonly expected: string
  readonly found: string

  constructor(code: CaptureProblemCode, expected: string, found: string) {
    super(found)
    this.code = code
    this.expected = expected
    this.found = found
  }
}
