import { writeSync } from 'node:fs'
import { systemReason } from './input-error.ts'

const CAPACITY = 1 << 16

/** Thrown when nobody reads any more (`| head`): not an error, only the end of the work. */
export class ClosedPipe extends Error {}

/** Something cannot be written. The message is one line that says what and why. */
export class OutputError extends Error {
  constructor(what: string, reason: string) {
    super(`${what}: ${reason}`)
    this.name = 'OutputError'
  }

  static from(what: string, error: unknown): OutputError {
    return new OutputError(what, systemReason(error))
  }
}

/**
 * Standard output, written in blocks and synchronously: a capture is analysed faster than a pipe is read, and a queue in
 * between would grow without bound.
 */
export class Stdout {
  /** Called before bytes leave. */
  beforeWrite: (() => void) | undefined
  private readonly buffer = Buffer.allocUnsafe(CAPACITY)
  private length = 0
  private readonly fd: number

  constructor(fd = 1) {
    this.fd = fd
  }

  write(text: string): void {
    if (text.length * 3 > CAPACITY - this.length) {
      this.flush()
      if (text.length * 3 > CAPACITY) {
        this.out(Buffer.from(text))
        return
      }
    }
    this.length += this.buffer.write(text, this.length)
  }

  /** Bytes as they are, for output that is not text. */
  writeBytes(bytes: Uint8Array): void {
    this.flush()
    this.out(bytes)
  }

  flush(): void {
    if (this.length > 0) this.out(this.buffer.subarray(0, this.length))
    this.length = 0
  }

  /** The same where what becomes of it does not matter any more. */
  flushQuietly(): void {
    try {
      this.flush()
    } catch {
      this.length = 0
    }
  }

  private out(bytes: Uint8Array): void {
    this.beforeWrite?.()
    let at = 0
    while (at < bytes.length) {
      try {
        at += writeSync(this.fd, bytes, at)
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EPIPE') {
          this.length = 0
          throw new ClosedPipe('nobody reads standard output any more')
        }
        if (code !== 'EAGAIN') {
          this.length = 0
          throw OutputError.from('standard output', error)
        }
        // A pipe that somebody else made non-blocking is full.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
      }
    }
  }
}
