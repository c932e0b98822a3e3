import type { Analyzer } from '../../src/analyzer.ts'
import { CaptureReader } from '../../src/capture/reader.ts'

/** Gives an analyzer all packets of a capture, read in pieces of `chunk` bytes at most, and ends it; gives the reader. */
export function feed(analyzer: Analyzer, capture: Uint8Array, chunk = Infinity): CaptureReader {
  const reader = new CaptureReader()
  for (let at = 0; at < capture.length;) {
    const room = reader.room()
    const count = Math.min(room.length, chunk, capture.length - at)
    room.set(capture.subarray(at, at + count))
    reader.filled(count)
    at += count
    while (reader.next()) analyzer.packet(reader)
  }
  reader.end()
  while (reader.next()) analyzer.packet(reader)
  analyzer.end([reader])
  return reader
}
