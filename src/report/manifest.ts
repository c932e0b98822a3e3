import { hex } from '../bytes/hex.ts'
import type { Transfer } from '../conversation/transfer.ts'
import { peopleOf } from './people.ts'
import type { CaptureEnd } from './view.ts'

/** Raised when a key is renamed or goes away. */
export const MANIFEST_SCHEMA = 1

/** What was written of a file. */
export interface Written {
  /** Name in the directory; null when nothing was written. */
  readonly file: string | null
  /** Bytes, zeros for missing ones included. */
  readonly bytes: number
  /** Every byte of the file is there. */
  readonly complete: boolean
  /** Number of the transfer whose bytes the beginning of a resumed file is. */
  readonly joinedWith: number | null
  /** Why there is less than was seen: the name of a limit. */
  readonly limit: string | null
  readonly sha256: string | null
  readonly md5: string | null
}

export type ManifestEntry = ReturnType<typeof manifestEntry>

/** One transferred file in `manifest.json`: what was stated, what was seen, what was computed, and what was written. */
export function manifestEntry(transfer: Transfer, written: Written) {
  const { best, conversation } = transfer
  const { file, track } = best
  const prompt = file.described?.header
  const done = file.seen('done')
  return {
    file: written.file,
    transfer: transfer.id,
    conversation: conversation?.id ?? null,
    cookie: conversation?.cookie ?? null,
    flow: track.id,
    ...peopleOf(transfer),
    name: prompt?.filename ?? '',
    nameBytes: hex(prompt?.filenameBytes ?? new Uint8Array(0)),
    outcome: transfer.outcome,
    complete: written.complete,
    bytes: { stated: file.size, seen: file.received, written: written.bytes },
    resumedAt: file.start,
    joinedWith: written.joinedWith,
    holes: file.holes.map(({ offset, bytes }) => ({ offset, bytes })),
    checksum: {
      stated: sum(prompt?.checksum),
      computed: sum(file.checksum),
      reported: sum(done?.header.recvcsum),
      verdict: best.verdict,
    },
    sha256: written.sha256,
    md5: written.md5,
    limit: written.limit,
    packets: {
      prompt: [...(file.seen('prompt')?.packets ?? [])],
      firstData: file.received > 0 ? file.firstPacket : null,
      lastData: file.received > 0 ? file.lastPacket : null,
      done: [...(done?.packets ?? [])],
    },
  }
}

/** The whole file, as text. `others`: what was written besides transferred files. */
export function manifestText(
  captures: readonly CaptureEnd[],
  files: readonly ManifestEntry[],
  others: readonly object[] = [],
): string {
  const inputs = captures.map(({ file, packets, bytes }) => ({ file, packets, bytes }))
  return `${JSON.stringify({ schema: MANIFEST_SCHEMA, inputs, files, others }, undefined, 2)}\n`
}

function sum(value: number | undefined): string | null {
  return value === undefined ? null : value.toString(16).padStart(8, '0')
}
