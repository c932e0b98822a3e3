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

  constructor(path: string) {
    this.shown = path
  }

  /** Makes the directory if need be, and sees that it holds nothing called `reserved`. Throws `OutputError`. */
  make(reserved: string): void {
    const { shown } = this
    this.tell('', () => {
      mkdirSync(shown, { recursive: true, mode: 0o700 })
      if (lstatSync(shown).isSymbolicLink())
        throw new OutputError(shown, 'is a symbolic link; name the directory itself')
      this.real = realpathSync(shown)
    })
    if (lstatSync(this.of(reserved), { throwIfNoEntry: false }) !== undefined) {
      throw new OutputError(this.display(reserved), 'is there already; name another directory')
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
  writeFile(name: string, text: string): void {
    const part = `${name}.part`
    const fd = this.create(part)
    this.tell(name, () => {
      const bytes = Buffer.from(text)
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

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])
