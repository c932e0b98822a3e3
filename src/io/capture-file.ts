import { constants, fstatSync, openSync, readSync, closeSync, type Stats } from 'node:fs'
import { Socket } from 'node:net'
import { isatty } from 'node:tty'
import { captureProblem } from '../capture/problem.ts'
import { CaptureReader } from '../capture/reader.ts'
import { type ByteSource, SourceFailure } from './byte-source.ts'
import { FileSource } from './file-source.ts'
import { Gunzip } from './gunzip.ts'
import { isGzip } from './gzip-header.ts'
import { InputError, systemReason } from './input-error.ts'
import { StreamSource } from './stream-source.ts'

export interface CaptureFileOptions {
  /** The file is still growing: wait at its end for more, until `stop()`. */
  readonly follow?: boolean
}

/** What the head of a capture tells. */
export type CaptureHeader = Pick<CaptureReader, 'format' | 'linkTypes' | 'decimals'>

const STANDARD_INPUT = 0
const PIPE_HEAD = 65_536

/**
 * A capture reader together with where its bytes come from:
 *
 *     do {
 *       while (file.reader.next()) ...
 *     } while (await file.fill())
 *     file.reader.next() // gives false, and reports a record that was cut off
 *
 * Files answer synchronously, pipes and gzip data with a promise.
 */
export class CaptureFile {
  readonly name: string
  reader: CaptureReader
  private readonly reopen: (() => ByteSource) | undefined
  private source: ByteSource
  private firstLook: CaptureHeader | undefined
  /** Closed, to be opened again by the next `fill`. */
  private rewound = false
  /** Bytes in `reader.room()` while the first two are awaited; -1 once it is known whether they are gzip's. */
  private head = 0
  private ended = false

  /** With `reopen` the capture can be read a second time. */
  constructor(name: string, source: ByteSource, reopen?: () => ByteSource) {
    this.name = name
    this.reader = new CaptureReader({ name })
    this.source = source
    this.reopen = reopen
  }

  /** Opens a path, or standard input as `-`. Throws `InputError`. */
  static open(path: string, options: CaptureFileOptions = {}): CaptureFile {
    const follow = options.follow ?? false
    if (path === '-') return new CaptureFile(path, openDescriptor('standard input', STANDARD_INPUT, follow))
    const open = (): ByteSource => openPath(path, follow)
    const source = open()
    return new CaptureFile(path, source, source instanceof FileSource && !follow ? open : undefined)
  }

  /** What was read of its head, also when it is to be read again. */
  get header(): CaptureHeader {
    return this.firstLook ?? this.reader
  }

  /** Bytes of the file (compressed ones of gzip data); undefined for a pipe. */
  get size(): number | undefined {
    return this.source.size
  }

  /** Bytes of it that were read. */
  get position(): number {
    return this.rewound ? 0 : this.source.position
  }

  /** True while a followed file has nothing new. */
  get waiting(): boolean {
    return this.source.waiting
  }

  /** Puts more bytes in the reader. False: there are no more, or the reader wants none; the source is closed then. */
  fill(): boolean | Promise<boolean> {
    if (this.ended || this.reader.done) return this.finish()
    try {
      if (this.rewound) this.source = this.reopen!()
      this.rewound = false
      const room = this.reader.room()
      const count = this.source.read(this.head > 0 ? room.subarray(this.head) : room)
      if (typeof count === 'number') return this.took(count)
      return count.then((later) => this.took(later)).catch((error: unknown) => this.failed(error))
    } catch (error) {
      return this.failed(error)
    }
  }

  /** Ends the following of a file, or the reading of a pipe: what is there is read, then `fill` gives false. */
  stop(): void {
    this.source.stop()
  }

  /** Closes the source. The reader keeps what it holds. */
  close(): void {
    if (!this.ended) this.finish()
  }

  /** Starts again with a new reader, and without an open file until the next `fill`; false when that is not possible. */
  rewind(): boolean {
    if (this.reopen === undefined) return false
    if (!this.ended && !this.rewound) this.source.close()
    this.rewound = true
    const { format, linkTypes, decimals } = this.reader
    this.firstLook = { format, linkTypes, decimals }
    this.reader = new CaptureReader({ name: this.name })
    this.head = 0
    this.ended = false
    return true
  }

  private took(count: number): boolean | Promise<boolean> {
    if (this.head >= 0) return this.sniff(count)
    if (count === 0) return this.finish()
    this.reader.filled(count)
    return true
  }

  /** Looks at the first two bytes: gzip data is known by them and never by a name. */
  private sniff(count: number): boolean | Promise<boolean> {
    this.head += count
    if (count > 0 && this.head < 2) return this.fill()
    const bytes = this.reader.room().subarray(0, this.head)
    this.head = -1
    if (isGzip(bytes)) {
      this.source = new Gunzip(this.source, bytes.slice())
      return this.fill()
    }
    return this.took(bytes.length)
  }

  private failed(error: unknown): false {
    const { reader } = this
    const failure =
      error instanceof SourceFailure ? error : new SourceFailure('read-failed', 'more bytes', systemReason(error))
    const offset = reader.base + reader.limit
    reader.end(captureProblem(this.name, failure.code, offset, failure.expected, failure.found))
    return this.finish()
  }

  private finish(): false {
    if (this.ended) return false
    this.ended = true
    this.reader.end()
    if (!this.rewound) this.source.close()
    return false
  }
}

function openPath(path: string, follow: boolean): ByteSource {
  let fd: number
  try {
    // A named pipe must not hold the program before it can say so; for files the flag means nothing.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw InputError.from(path, error)
  }
  try {
    return openDescriptor(path, fd, follow)
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

function openDescriptor(path: string, fd: number, follow: boolean): ByteSource {
  const stats = fstatSync(fd)
  if (stats.isDirectory()) throw new InputError(path, 'is a directory; name the captures in it')
  if (stats.isFIFO() && fd !== STANDARD_INPUT) return openPipe(path, fd, follow)
  if (stats.isFIFO() || stats.isSocket()) return new StreamSource(new Socket({ fd, readable: true, writable: false }))
  if (isatty(fd)) throw new InputError(path, 'is a terminal; give a capture file, or pipe one in')
  if (isEmpty(stats) && !follow) throw new InputError(path, 'is empty')
  return new FileSource(path, fd, follow && stats.isFile())
}

/** A named pipe. One without a writer would be waited at for ever, so that has to be asked for. */
function openPipe(path: string, fd: number, follow: boolean): ByteSource {
  const head = new Uint8Array(PIPE_HEAD)
  let count = -1
  try {
    count = readSync(fd, head, 0, head.length, null)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw InputError.from(path, error)
  }
  if (count === 0 && !follow)
    throw new InputError(path, 'is a pipe that nobody writes to (--follow waits for a writer)')
  const socket = new Socket({ fd, readable: true, writable: false })
  return new StreamSource(socket, head.slice(0, Math.max(count, 0)))
}

function isEmpty(stats: Stats): boolean {
  return stats.isFile() && stats.size === 0
}
