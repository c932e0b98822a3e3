import { closeSync, fstatSync, readSync, statSync } from 'node:fs'
import { type ByteSource, SourceFailure } from './byte-source.ts'

const POLL_MILLISECONDS = 200

/** An open file, read synchronously: that costs a sixth of a stream. When followed, its end is waited at. */
export class FileSource implements ByteSource {
  position = 0
  waiting = false
  private readonly path: string
  private readonly fd: number
  private follow: boolean
  private wake: (() => void) | undefined
  private sizeAtClose: number | undefined

  /** `path` is only looked at to see whether a followed file was replaced. */
  constructor(path: string, fd: number, follow = false) {
    this.path = path
    this.fd = fd
    this.follow = follow
  }

  get size(): number {
    return this.sizeAtClose ?? fstatSync(this.fd).size
  }

  read(room: Uint8Array): number | Promise<number> {
    const count = this.readNow(room)
    return count > 0 || !this.follow ? count : this.readWhenGrown(room)
  }

  stop(): void {
    this.follow = false
    this.wake?.()
  }

  close(): void {
    this.sizeAtClose = this.size
    closeSync(this.fd)
  }

  private readNow(room: Uint8Array): number {
    const count = readSync(this.fd, room, 0, room.length, null)
    this.position += count
    return count
  }

  private async readWhenGrown(room: Uint8Array): Promise<number> {
    this.waiting = true
    try {
      for (;;) {
        const last = !this.follow
        const count = this.readNow(room)
        if (count > 0 || last) return count
        this.expectSameFile()
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, POLL_MILLISECONDS)
          this.wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    } finally {
      this.waiting = false
    }
  }

  private expectSameFile(): void {
    const opened = fstatSync(this.fd)
    if (opened.size < this.position) {
      throw new SourceFailure('file-replaced', `at least ${this.position} bytes`, `${opened.size} bytes`)
    }
    const named = statSync(this.path, { throwIfNoEntry: false })
    if (named?.ino !== opened.ino || named.dev !== opened.dev) {
      throw new SourceFailure('file-replaced', 'the same file', named === undefined ? 'no file' : 'another file')
    }
  }
}
