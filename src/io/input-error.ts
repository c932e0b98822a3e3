import { printable } from '../bytes/printable.ts'

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'is a directory'],
  ['ELOOP', 'too many symbolic links'],
  ['ENAMETOOLONG', 'name too long'],
  ['EMFILE', 'too many open files'],
  ['ENXIO', 'no such device'],
  ['EEXIST', 'is there already'],
  ['ENOSPC', 'no space left on the device'],
  ['EROFS', 'the file system is read-only'],
  ['EDQUOT', 'disk quota exceeded'],
  ['EIO', 'input/output error'],
])

/** An input that cannot be opened. The message is one line that names the input and says why. */
export class InputError extends Error {
  readonly path: string

  constructor(path: string, reason: string) {
    super(`${printable(path)}: ${reason}`)
    this.name = 'InputError'
    this.path = path
  }

  /** The same from what a call of `node:fs` threw. */
  static from(path: string, error: unknown): InputError {
    return new InputError(path, systemReason(error))
  }
}

/** Why a system call failed, in words. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return REASONS.get(code ?? '') ?? message
}
