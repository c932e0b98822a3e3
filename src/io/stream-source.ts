import type { Readable } from 'node:stream'
import { type ByteSource, SourceFailure } from './byte-source.ts'
import { systemReason } from './input-error.ts'

const NONE = new Uint8Array(0)

/** Anything that Node reads as a stream: pipes, sockets, the output of a child. */
export class StreamSource implements ByteSource {
  readonly size = undefined
  readonly waiting = false
  position = 0
  private readonly stream: Readable
  private pending: Uint8Array
  private ended = false
  private failure: unknown
  private wake: (() => void) | undefined

  /** `head`: bytes that were taken from the stream's descriptor before. */
  constructor(stream: Readable, head: Uint8Array = NONE) {
    this.stream = stream
    this.pending = head
    stream.on('readable', () => this.wake?.())
    stream.on('end', () => this.finish())
    stream.on('close', () => this.finish())
    stream.on('error', (error) => {
      this.failure = error
      this.finish()
    })
  }

  read(room: Uint8Array): number | Promise<number> {
    if (this.pending.length === 0) this.pending = (this.stream.read() as Uint8Array | null) ?? NONE
    if (this.pending.length > 0) return this.copy(room)
    if (this.failure !== undefined) throw new SourceFailure('read-failed', 'more bytes', systemReason(this.failure))
    if (this.ended) return 0
    return new Promise<void>((resolve) => (this.wake = resolve)).then(() => this.read(room))
  }

  stop(): void {
    this.finish()
  }

  close(): void {
    this.stream.destroy()
  }

  private finish(): void {
    this.ended = true
    this.wake?.()
  }

  private copy(room: Uint8Array): number {
    const count = Math.min(room.length, this.pending.length)
    room.set(this.pending.subarray(0, count))
    this.pending = this.pending.subarray(count)
    this.position += count
    return count
  }
}
