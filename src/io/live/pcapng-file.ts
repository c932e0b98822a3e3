import { closeSync, fsyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { u32le } from '../../bytes/read.ts'
import { systemReason } from '../input-error.ts'
import { CaptureFailure } from './capture-failure.ts'
import { shellWord } from './shell-word.ts'

const BUFFER = 1 << 16
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/**
 * A new pcapng file that only ever ends with a whole block: blocks are collected and handed to the system together, and
 * when it takes only a part, that is cut back to the last whole one.
 */
export class PcapngFile {
  readonly path: string
  /** Bytes written, those included that are still collected here. */
  bytes = 0
  private readonly fd: number
  private readonly buffer = Buffer.allocUnsafe(BUFFER)
  private used = 0
  private readonly isRegular: boolean

  /** `-` is standard output; a file that is there is written over, as by tcpdump. Throws `CaptureFailure`. */
  constructor(path: string) {
    this.path = path
    try {
      this.fd = path === '-' ? 1 : openSync(path, 'w', 0o600)
      this.isRegular = fstatSync(this.fd).isFile()
    } catch (error) {
      throw new CaptureFailure('cannot-write', `${path}: ${systemReason(error)}`, [
        `ls -ld ${shellWord(dirname(path))}`,
      ])
    }
  }

  block(block: Uint8Array): void {
    this.bytes += block.length
    if (this.used + block.length > BUFFER) this.flush()
    if (block.length > BUFFER) return this.out(block)
    this.buffer.set(block, this.used)
    this.used += block.length
  }

  flush(): void {
    if (this.used === 0) return
    const { used } = this
    this.used = 0
    this.out(this.buffer.subarray(0, used))
  }

  close(): void {
    try {
      this.flush()
    } finally {
      if (this.path !== '-') closeSync(this.fd)
    }
  }

  private out(blocks: Uint8Array): void {
    const before = this.bytes - this.used - blocks.length
    let at = 0
    try {
      while (at < blocks.length) at += writeSync(this.fd, blocks, at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return this.wait(blocks.subarray(at))
      throw this.failed(error, before + wholeBlocks(blocks, at))
    }
  }

  /** A pipe that somebody made non-blocking is full. */
  private wait(rest: Uint8Array): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
    this.out(rest)
  }

  private failed(error: unknown, good: number): CaptureFailure {
    this.bytes = good
    this.used = 0
    if (this.isRegular) {
      ftruncateSync(this.fd, good)
      fsyncSync(this.fd)
    }
    const isFull = FULL.has((error as NodeJS.ErrnoException).code ?? '')
    if (!isFull) return new CaptureFailure('cannot-write', `${this.path}: ${systemReason(error)}`, [])
    const directory = shellWord(dirname(this.path))
    return new CaptureFailure(
      'disk-full',
      `the disk is full: ${this.path} ends after ${good} bytes, with its last whole packet`,
      [
        `df -h ${directory}  # where it went`,
        `oscarscope live -w ${shellWord(this.path)} -b filesize:100000 -b files:10  # keeps the last 1 GB only`,
      ],
    )
  }
}

/** How many of the first `length` bytes are whole blocks: their length is their second word. */
function wholeBlocks(blocks: Uint8Array, length: number): number {
  let at = 0
  while (at + 8 <= length && at + u32le(blocks, at + 4) <= length) at += u32le(blocks, at + 4)
  return at
}
