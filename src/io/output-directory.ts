import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { OutputError } from './stdout.ts'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants

/**
 * A directory that files are made in and never written over. A file has a name that ends in `.part` until all of it is
 * there: whenever the program ends, files with other names are whole.
 */
export class OutputDirectory {
  private readonly shown: string
  private real = ''
  /** Folders in it, all made by us. */
  private readonly folders = new Set<string>()

  constructor(path: string) {
    this.shown = path
  }

  /** Makes the directory if need be, and sees that it holds nothing called `reserved`. Throws `OutputError`. */
  make(reserved: string): void {
    const { shown } = this
    this.tell('', () => {
      makeDirectory(shown)
      if (lstatSync(shown).isSymbolicLink())
        throw new OutputError(shown, 'is a symbolic link; name the directory itself')
      this.real = realpathSync(shown)
    })
    if (lstatSync(this.of(reserved), { throwIfNoEntry: false }) !== undefined) {
      throw new OutputError(this.display(reserved), 'is there already; name another directory')
    }
  }

  /** Makes a folder for files in it, unless it was made before; one that somebody else made is not used. */
  folder(path: string): void {
    const parts = path.split('/')
    for (let depth = 1; depth <= parts.length; depth++) {
      const name = parts.slice(0, depth).join('/')
      if (this.folders.has(name)) continue
      this.tell(name, () => mkdirSync(this.of(name), { mode: 0o700 }))
      this.folders.add(name)
    }
  }

  /** As the user called it. */
  display(name: string): string {
    return join(this.shown, name)
  }

  /** A new file, for reading and writing. */
  create(name: string): number {
    return this.tell(name, () => openSync(this.of(name), O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, 0o600))
  }

  /** Gives a finished file its name, unless another has it. */
  publish(part: string, name: string): void {
    this.tell(name, () => {
      const [from, to] = [this.of(part), this.of(name)]
      try {
        linkSync(from, to)
      } catch (error) {
        if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error
        // A file system without hard links: the name is taken first, then given to the file.
        closeSync(openSync(to, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, 0o600))
        renameSync(from, to)
        return
      }
      unlinkSync(from)
    })
  }

  remove(name: string): void {
    this.tell(name, () => unlinkSync(this.of(name)))
  }

  /** A whole small file at once. */
  writeFile(name: string, content: string | Uint8Array): void {
    const part = `${name}.part`
    const fd = this.create(part)
    this.tell(name, () => {
      const bytes = Buffer.from(content)
      for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
      fsyncSync(fd)
      closeSync(fd)
    })
    this.publish(part, name)
  }

  of(name: string): string {
    return join(this.real, name)
  }

  private tell<T>(name: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw error instanceof OutputError ? error : OutputError.from(this.display(name), error)
    }
  }
}

/** With those it lies in. Node's own way to do that says of a file system that is read-only that there is no such file. */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') mkdirSync(path, { recursive: true, mode: 0o700 })
    else if (code !== 'EEXIST' || !statSync(path).isDirectory()) throw error
  }
}

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])
