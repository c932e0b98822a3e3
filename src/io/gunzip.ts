import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib'
import { u32le } from '../bytes/read.ts'
import { LIMITS } from '../limits.ts'
import { type ByteSource, SourceFailure } from './byte-source.ts'
import { gzipHeaderLength } from './gzip-header.ts'

/** Small pieces in, so that at most 16 MiB come out at once (deflate reaches 1 032 : 1). */
const INPUT_PIECE = 16 * 1024
/** Damaged data loses at most the piece of output it is met in. */
const OUTPUT_PIECE = 16 * 1024
const MAX_HEADER = 256 * 1024
const TRAILER = 8

/** Inflated bytes before the ratio counts: small captures of one packet over and over are no attack. */
const RATIO_FREE_OUTPUT = 64 * 1024 ** 2

const NONE = new Uint8Array(0)

/**
 * Inflates the gzip members of another source one behind the other. Headers and trailers are read here and not by zlib,
 * which gives nothing of its last piece when the check sum is wrong.
 */
export class Gunzip implements ByteSource {
  private readonly inner: ByteSource
  private readonly input = new Uint8Array(INPUT_PIECE)
  /** Compressed bytes not used yet. */
  private rest: Uint8Array
  /** Inflated bytes not given yet. */
  private ready: Uint8Array[] = []
  private state: 'header' | 'body' | 'trailer' = 'header'
  private inflater: InflateRaw | undefined
  private members = 0
  private crc = 0
  private memberLength = 0
  private output = 0
  private ended = false
  private failure: SourceFailure | undefined

  /** `head`: the bytes that were read from `inner` already. */
  constructor(inner: ByteSource, head: Uint8Array) {
    this.inner = inner
    this.rest = head
  }

  get size(): number | undefined {
    return this.inner.size
  }

  get position(): number {
    return this.inner.position
  }

  get waiting(): boolean {
    return this.inner.waiting
  }

  read(room: Uint8Array): number | Promise<number> {
    return this.ready.length > 0 ? this.give(room) : this.produce(room)
  }

  stop(): void {
    this.inner.stop()
  }

  close(): void {
    this.inflater?.destroy()
    this.inner.close()
  }

  private give(room: Uint8Array): number {
    const first = this.ready[0]!
    const count = Math.min(room.length, first.length)
    room.set(first.subarray(0, count))
    if (count === first.length) this.ready.shift()
    else this.ready[0] = first.subarray(count)
    return count
  }

  private async produce(room: Uint8Array): Promise<number> {
    while (this.ready.length === 0) {
      if (this.failure !== undefined) throw this.failure
      if (this.ended) return 0
      if (this.state === 'body' && this.rest.length > 0) await this.takeBody()
      else if (this.state === 'header' && this.rest.length > 0 && this.takeHeader()) continue
      else if (this.state === 'trailer' && this.rest.length >= TRAILER) this.takeTrailer()
      else await this.fetch()
    }
    return this.give(room)
  }

  /** Puts more compressed bytes behind the unused ones. */
  private async fetch(): Promise<void> {
    const count = await this.inner.read(this.input)
    if (count === 0) this.takeEnd()
    else if (this.rest.length === 0) this.rest = this.input.slice(0, count)
    else this.rest = Buffer.concat([this.rest, this.input.subarray(0, count)])
  }

  /** False when more bytes are needed. */
  private takeHeader(): boolean {
    const length = gzipHeaderLength(this.rest)
    if (length === 'more') {
      if (this.rest.length > MAX_HEADER)
        this.fail('gzip-damaged', `a header of at most ${MAX_HEADER} bytes`, 'a longer one')
      return this.failure !== undefined
    }
    if (length === 'invalid') {
      if (this.members === 0) this.fail('gzip-damaged', 'a gzip header', 'another')
      else this.fail('gzip-trailing', 'the end or a gzip header', 'other bytes')
      return true
    }
    this.rest = this.rest.subarray(length)
    this.state = 'body'
    this.crc = 0
    this.memberLength = 0
    this.inflater = createInflateRaw({ chunkSize: OUTPUT_PIECE })
    this.inflater.on('data', (piece: Uint8Array) => this.takeOutput(piece))
    return true
  }

  private async takeBody(): Promise<void> {
    const inflater = this.inflater!
    const before = inflater.bytesWritten
    const error = await new Promise<Error | null | undefined>((resolve) => {
      inflater.once('error', resolve)
      inflater.write(this.rest, (failed) => {
        inflater.off('error', resolve)
        resolve(failed)
      })
    })
    if (error) {
      this.fail('gzip-damaged', 'deflate data', error.message)
      return
    }
    const used = inflater.bytesWritten - before
    if (used < this.rest.length) {
      inflater.destroy()
      this.state = 'trailer'
    }
    this.rest = this.rest.subarray(used)
    const { gzipOutput, gzipRatio } = LIMITS
    if (this.output > gzipOutput.value)
      this.fail('gzip-limit', `at most ${gzipOutput.value} bytes (--limit gzipOutput=N)`, `${this.output} bytes`)
    if (this.output > RATIO_FREE_OUTPUT && this.output > this.position * gzipRatio.value) {
      const ratio = Math.round(this.output / this.position)
      this.fail('gzip-limit', `at most ${gzipRatio.value} : 1 (--limit gzipRatio=N)`, `${ratio} : 1`)
    }
  }

  private takeOutput(piece: Uint8Array): void {
    this.ready.push(piece)
    this.crc = crc32(piece, this.crc)
    this.memberLength += piece.length
    this.output += piece.length
  }

  private takeTrailer(): void {
    const crc = u32le(this.rest, 0)
    const length = u32le(this.rest, 4)
    this.rest = this.rest.subarray(TRAILER)
    this.state = 'header'
    this.members++
    if (crc !== this.crc) {
      this.fail('gzip-damaged', `check sum 0x${crc.toString(16)}`, `check sum 0x${this.crc.toString(16)}`)
    } else if (length !== this.memberLength % 2 ** 32) {
      this.fail('gzip-damaged', `${length} bytes`, `${this.memberLength} bytes`)
    }
  }

  private takeEnd(): void {
    this.ended = true
    if (this.state === 'header' && this.members > 0) {
      if (this.rest.length > 0) this.fail('gzip-trailing', 'the end or a gzip header', 'part of a header')
    } else {
      this.fail('gzip-damaged', 'the rest of the gzip data', 'the end of the file')
    }
    this.rest = NONE
  }

  private fail(...problem: ConstructorParameters<typeof SourceFailure>): void {
    this.failure ??= new SourceFailure(...problem)
  }
}
