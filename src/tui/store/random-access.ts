import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Read at once, so that rows next to each other cost one call. */
const WINDOW = 256 * 1024

const GZIP = 0x1f8b

/** Files that stay open for frames to be read again. */
const MAX_OPEN = 64

interface OpenFile {
  readonly fd: number
  readonly window: Uint8Array
  start: number
  length: number
}

/** Reads frames again at their place in the capture files. */
export class RandomAccess {
  private readonly paths: readonly string[]
  private readonly open = new Map<number, OpenFile | undefined>()

  constructor(paths: readonly string[]) {
    this.paths = paths
  }

  /** Whether file number `file` is a plain one, whose bytes stay where they are. */
  has(file: number): boolean {
    return this.file(file) !== undefined
  }

  /** Bytes of a file from `position`, `length` of them or as many as there are; valid until the next call. */
  read(file: number, position: number, length: number): Uint8Array {
    const source = this.file(file)
    if (source === undefined) return new Uint8Array(0)
    if (position < source.start || position + length > source.start + source.length) {
      source.start = position
      try {
        source.length = readSync(source.fd, source.window, 0, WINDOW, position)
      } catch {
        source.length = 0
      }
    }
    const at = position - source.start
    return source.window.subarray(at, Math.min(at + length, source.length))
  }

  close(): void {
    for (const file of this.open.values()) if (file !== undefined) closeSync(file.fd)
    this.open.clear()
  }

  private file(number: number): OpenFile | undefined {
    if (this.open.has(number)) return this.open.get(number)
    if (this.open.size >= MAX_OPEN) {
      const [oldest, file] = this.open.entries().next().value!
      if (file !== undefined) closeSync(file.fd)
      this.open.delete(oldest)
    }
    const file = openPlain(this.paths[number] ?? '-')
    this.open.set(number, file)
    return file
  }
}

function openPlain(path: string): OpenFile | undefined {
  if (path === '-') return undefined
  try {
    const fd = openSync(path, 'r')
    const head = new Uint8Array(2)
    if (fstatSync(fd).isFile() && readSync(fd, head, 0, 2, 0) === 2 && ((head[0]! << 8) | head[1]!) !== GZIP) {
      return { fd, window: new Uint8Array(WINDOW), start: 0, length: 0 }
    }
    closeSync(fd)
  } catch {
    // The file is gone: its frames are kept as copies instead.
  }
  return undefined
}
