import { Analyzer } from '../../src/analyzer.ts'
import { Clock } from '../../src/clock.ts'
import type { FileKeeper } from '../../src/conversation/facts.ts'
import { FileHashes } from '../../src/io/file-hashes.ts'
import { JsonView, NdjsonView, type RecordKind } from '../../src/report/json-view.ts'
import { Records, type JsonRecord } from '../../src/report/records.ts'
import { Totals } from '../../src/report/totals.ts'
import type { HashName, View, Write } from '../../src/report/view.ts'
import { feed } from '../support/feed.ts'

const CAPTURE = { file: 'test.pcap', format: 'pcap', linkTypes: ['ethernet'] } as const

/** Runs the bytes of a capture through the analysis into a view. */
export function show<V extends View>(
  capture: Uint8Array,
  make: (clock: Clock) => V,
  files?: FileKeeper,
): { view: V; totals: Totals } {
  const clock = new Clock()
  const view = make(clock)
  const totals = new Totals(view)
  const analyzer = new Analyzer(totals, { clock, ...(files === undefined ? {} : { files }) })
  const described = { ...CAPTURE, bytes: capture.length }
  view.begin([described])
  const reader = feed(analyzer, capture)
  view.end(totals, [{ ...described, packets: reader.packets }])
  return { view, totals }
}

/** The text that a view writes about a capture. */
export function textOf(capture: Uint8Array, make: (clock: Clock, write: Write) => View): string {
  let text = ''
  show(capture, (clock) => make(clock, (piece) => (text += piece)))
  return text
}

const ALL: readonly RecordKind[] = ['event', 'finding', 'flow', 'conversation', 'transfer']

/** The records of `-T ndjson`. */
export function recordsOf(capture: Uint8Array, hashes: readonly HashName[] = ['sha256'], kinds = ALL): JsonRecord[] {
  return ndjson(capture, hashes, kinds)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonRecord)
}

export function ndjson(capture: Uint8Array, hashes: readonly HashName[] = ['sha256'], kinds = ALL): string {
  return jsonText(capture, hashes, kinds, NdjsonView)
}

export function json(capture: Uint8Array, kinds = ALL): string {
  return jsonText(capture, ['sha256'], kinds, JsonView)
}

function jsonText(
  capture: Uint8Array,
  hashes: readonly HashName[],
  kinds: readonly RecordKind[],
  Kind: typeof NdjsonView,
): string {
  const files = new FileHashes(hashes)
  let text = ''
  const make = (clock: Clock) =>
    new Kind(new Records(clock, files, { secrets: false, hashes }), kinds, (piece) => (text += piece))
  show(capture, make, files)
  return text
}
