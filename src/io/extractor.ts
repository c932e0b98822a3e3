import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { OftChecksum, sameChecksum } from '../bytes/oft-checksum.ts'
import type { FileKeeper } from '../conversation/facts.ts'
import type { FileView, Transfer } from '../conversation/transfer.ts'
import { LIMITS, type LimitName } from '../limits.ts'
import { manifestEntry, type ManifestEntry, type Written } from '../report/manifest.ts'
import { safeFolders, safeName } from '../report/safe-name.ts'
import { FileHashes } from './file-hashes.ts'
import type { OutputDirectory } from './output-directory.ts'
import { OutputError } from './stdout.ts'

export interface ExtractorOptions {
  /** Largest file, in bytes. */
  readonly maxSize: number
  /** Whether incomplete files are kept. */
  readonly partial: boolean
  /** Whether the folders of a name become folders. */
  readonly folders?: boolean
}

/** Bytes of a file on their way to the disk. */
interface Part {
  readonly name: string
  fd: number
  /** Offset behind the last byte written. */
  end: number
  /** Bytes from 0 on without a hole. */
  contiguous: number
  limit: string | null
}

/** A file that is done, for one that resumes it. */
interface Done {
  readonly transfer: Transfer
  readonly file: string
  readonly contiguous: number
}

const BLOCK = 1 << 20

/** Writes transferred files to a directory. What the wire says is never a path, and never longer than it is allowed to be. */
export class Extractor implements FileKeeper {
  readonly entries: ManifestEntry[] = []
  /** Limits that were reached. */
  readonly reached = new Set<LimitName>()
  private readonly directory: OutputDirectory
  private readonly options: ExtractorOptions
  private readonly hashes = new FileHashes(['sha256', 'md5'])
  private readonly parts = new Map<FileView, Part>()
  private readonly done: Done[] = []
  private made = 0
  private kept = 0
  private total = 0
  /** Bytes not written yet: segments are small. */
  private readonly block = new Uint8Array(BLOCK)
  private pending: { readonly part: Part; readonly offset: number; length: number } | undefined

  constructor(directory: OutputDirectory, options: ExtractorOptions) {
    this.directory = directory
    this.options = options
  }

  open(transfer: Transfer, view: FileView): void {
    this.hashes.open(transfer, view)
  }

  data(view: FileView, offset: number, bytes: Uint8Array, start: number, end: number): void {
    this.hashes.data(view, offset, bytes, start, end)
    const part = this.parts.get(view) ?? this.begin(view)
    if (part.fd < 0) return
    const size = Math.min(this.options.maxSize, view.file.size)
    const room = Math.min(end - start, Math.max(0, size - offset))
    if (room < end - start) this.reach(part, 'extractedFile')
    const grows = Math.max(0, offset + room - part.end)
    if (this.total + grows > LIMITS.extractedTotal.value) {
      this.reach(part, 'extractedTotal')
      return
    }
    this.total += grows
    part.end += grows
    if (offset <= part.contiguous) part.contiguous = Math.max(part.contiguous, offset + room)
    this.put(part, offset, bytes, start, start + room)
  }

  close(view: FileView): void {
    const part = this.parts.get(view)
    if (part === undefined || part.fd < 0) return
    this.flush()
    this.tell(part, () => {
      fsyncSync(part.fd)
      closeSync(part.fd)
    })
    part.fd = -1
  }

  /** What became of the transfer is known: its file gets its name. */
  keep(transfer: Transfer): void {
    const { best, views, conversation } = transfer
    for (const view of views) this.close(view)
    const part = this.parts.get(best) ?? (best.file.size === 0 && best.file.accepted ? this.begin(best) : undefined)
    if (part !== undefined) this.close(best)
    for (const view of views) if (view !== best) this.discard(view)
    const label = conversation === undefined ? `t${transfer.id}` : String(conversation.id)
    const name = this.nameOf(label, transfer.index + 1, best.file.described?.header.filename ?? '')
    this.entries.push(manifestEntry(transfer, this.settle(transfer, part, name)))
    this.parts.delete(best)
  }

  /** Room for one more file of so many bytes, which is not a transferred one. */
  room(bytes: number): boolean {
    if (bytes > this.options.maxSize) this.reached.add('extractedFile')
    else if (this.total + bytes > LIMITS.extractedTotal.value) this.reached.add('extractedTotal')
    else if (this.kept + this.parts.size >= LIMITS.extractedFiles.value) this.reached.add('extractedFiles')
    else {
      this.total += bytes
      this.kept++
      return true
    }
    return false
  }

  /** Takes away what is unfinished. */
  dispose(): void {
    for (const view of [...this.parts.keys()]) {
      try {
        this.discard(view)
      } catch {
        // The disk that could not be written to may not let go of it either; the name says that it is no whole file.
      }
    }
  }

  /** `3-1-a.txt`, or with folders `3-pictures/1-a.txt`: numbers make it the only one of its name. */
  private nameOf(label: string, number: number, sent: string): string {
    const [first, ...inner] = this.options.folders === true ? safeFolders(sent) : []
    if (first === undefined) return `${label}-${number}-${safeName(sent)}`
    return `${[`${label}-${first}`, ...inner].join('/')}/${number}-${safeName(sent)}`
  }

  private settle(transfer: Transfer, part: Part | undefined, name: string): Written {
    const { best } = transfer
    const { file } = best
    const skipped = transfer.outcome === 'skipped'
    const nothing: Written = {
      file: null,
      bytes: 0,
      complete: skipped,
      joinedWith: null,
      limit: part?.limit ?? null,
      sha256: null,
      md5: null,
    }
    if (part === undefined || part.name === '') return nothing
    const whole = part.limit === null && part.contiguous === file.size
    const earlier = whole || file.start === 0 || part.limit !== null ? undefined : this.beginning(transfer, part)
    const complete = whole || earlier !== undefined
    if (!complete && !this.options.partial) {
      this.total -= part.end
      this.directory.remove(part.name)
      return nothing
    }
    const final = complete ? name : `${name}.incomplete`
    if (final.includes('/')) this.directory.folder(final.slice(0, final.lastIndexOf('/')))
    this.directory.publish(part.name, final)
    this.kept++
    this.done.push({ transfer, file: final, contiguous: complete ? file.size : part.contiguous })
    const hash = (algorithm: 'sha256' | 'md5'): string | null => {
      if (earlier !== undefined) return this.hashOf(final, algorithm)
      return complete ? this.hashes.digest(best, algorithm) : null
    }
    return {
      file: final,
      bytes: part.end,
      complete,
      joinedWith: earlier?.transfer.id ?? null,
      limit: part.limit,
      sha256: hash('sha256'),
      md5: hash('md5'),
    }
  }

  /**
   * The beginning of a resumed file, when an earlier transfer of this capture brought it and the sender's checksum proves
   * that both are one file. It is copied to where it belongs.
   */
  private beginning(transfer: Transfer, part: Part): Done | undefined {
    const { file } = transfer.best
    const header = file.described?.header
    if (header === undefined || file.holeBytes > 0 || file.left > 0) return undefined
    for (const earlier of this.done.toReversed()) {
      const before = earlier.transfer.best.file.described?.header
      if (before?.size !== file.size || before.filename !== header.filename || earlier.contiguous < file.start) continue
      const sum = new OftChecksum()
      this.read(earlier.file, 0, file.start, (bytes) => sum.add(bytes, 0, bytes.length))
      this.read(part.name, file.start, file.size, (bytes) => sum.add(bytes, 0, bytes.length))
      if (!sameChecksum(sum.value, header.checksum)) continue
      const fd = openSync(this.directory.of(part.name), 'r+')
      let at = 0
      this.read(earlier.file, 0, file.start, (bytes) => (at += writeSync(fd, bytes, 0, bytes.length, at)))
      fsyncSync(fd)
      closeSync(fd)
      return earlier
    }
    return undefined
  }

  private begin(view: FileView): Part {
    const part: Part = { name: '', fd: -1, end: 0, contiguous: 0, limit: null }
    this.parts.set(view, part)
    if (this.kept + this.parts.size > LIMITS.extractedFiles.value) {
      this.reach(part, 'extractedFiles')
      return part
    }
    const name = `${++this.made}-${safeName(view.file.described?.header.filename ?? '')}.part`
    const opened = { ...part, name, fd: this.directory.create(name) }
    this.parts.set(view, opened)
    return opened
  }

  private reach(part: Part, limit: LimitName): void {
    part.limit ??= limit
    this.reached.add(limit)
  }

  private put(part: Part, offset: number, bytes: Uint8Array, start: number, end: number): void {
    let { pending } = this
    const length = end - start
    if (pending?.part !== part || pending.offset + pending.length !== offset || pending.length + length > BLOCK) {
      this.flush()
      pending = this.pending = { part, offset, length: 0 }
    }
    this.block.set(bytes.subarray(start, end), pending.length)
    pending.length += length
  }

  private flush(): void {
    const { pending, block } = this
    if (pending === undefined) return
    this.pending = undefined
    const { part, offset, length } = pending
    this.tell(part, () => {
      for (let at = 0; at < length;) at += writeSync(part.fd, block, at, length - at, offset + at)
    })
  }

  private discard(view: FileView): void {
    const part = this.parts.get(view)
    this.parts.delete(view)
    if (part === undefined || part.name === '') return
    if (this.pending?.part === part) this.pending = undefined
    if (part.fd >= 0) closeSync(part.fd)
    this.total -= part.end
    this.directory.remove(part.name)
  }

  private hashOf(name: string, algorithm: 'sha256' | 'md5'): string {
    const hash = createHash(algorithm)
    this.read(name, 0, Infinity, (bytes) => hash.update(bytes))
    return hash.digest('hex')
  }

  /** Gives the bytes `[from, to)` of one of our files in blocks. */
  private read(name: string, from: number, to: number, take: (bytes: Uint8Array) => void): void {
    const fd = openSync(this.directory.of(name), 'r')
    const block = new Uint8Array(BLOCK)
    for (let at = from; at < to;) {
      const count = readSync(fd, block, 0, Math.min(BLOCK, to - at), at)
      if (count === 0) break
      take(block.subarray(0, count))
      at += count
    }
    closeSync(fd)
  }

  private tell(part: Part, work: () => void): void {
    try {
      work()
    } catch (error) {
      throw OutputError.from(this.directory.display(part.name), error)
    }
  }
}
