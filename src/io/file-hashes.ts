import { createHash, type Hash } from 'node:crypto'
import type { FileKeeper } from '../conversation/facts.ts'
import type { FileView, Transfer } from '../conversation/transfer.ts'
import type { Digests, HashName } from '../report/view.ts'

interface Running {
  readonly hashes: ReadonlyMap<HashName, Hash>
  /** Offset of the next byte, while every byte so far came in order. */
  next: number
  readonly results: Map<HashName, string>
}

/** Hashes transferred files as they go by. A file with a hole, or one that was resumed, has no hash. */
export class FileHashes implements FileKeeper, Digests {
  private readonly names: readonly HashName[]
  private readonly files = new WeakMap<FileView, Running>()

  constructor(names: readonly HashName[]) {
    this.names = names
  }

  open(_transfer: Transfer, view: FileView): void {
    const hashes = new Map(this.names.map((name) => [name, createHash(name)]))
    this.files.set(view, { hashes, next: 0, results: new Map() })
  }

  data(view: FileView, offset: number, bytes: Uint8Array, start: number, end: number): void {
    const file = this.files.get(view)
    if (file === undefined) return
    if (offset !== file.next) {
      this.files.delete(view)
      return
    }
    file.next += end - start
    const piece = bytes.subarray(start, end)
    for (const hash of file.hashes.values()) hash.update(piece)
  }

  close(): void {}

  digest(view: FileView, name: HashName): string | null {
    const file = this.files.get(view)
    if (file === undefined || file.next !== view.file.size || !view.file.bodyDone) return null
    const known = file.results.get(name) ?? file.hashes.get(name)?.digest('hex')
    if (known === undefined) return null
    file.results.set(name, known)
    return known
  }
}
