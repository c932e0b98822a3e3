import type { Analyzer } from '../../src/analyzer.ts'
import { CaptureReader } from '../../src/capture/reader.ts'

/** Gives an analyzer all packets of a capture, read in pieces of `chunk` bytes at most, and ends it; gives the reader. */
export function feed(analyzer: Analyzer, capture: Uint8Array, chunk = Infinity): CaptureReader {
  const reader = readPackets(capture, chunk, (packet) => analyzer.packet(packet))
  analyzer.end([reader])
  return reader
}

/** Shows `take` every packet of a capture that is read in pieces of `chunk` bytes at most; gives the reader. */
export function readPackets(capture: Uint8Array, chunk: number, take: (packet: CaptureReader) => void): CaptureReader {
  const reader = new CaptureReader()
  for (let at = 0; at < capture.length;) {
    const room = reader.room()
    const count = Math.min(room.length, chunk, capture.length - at)
    room.set(capture.subarray(at, at + count))
    reader.filled(count)
    at += count
    while (reader.next()) take(reader)
  }
  reader.end()
  while (reader.next()) take(reader)
  return reader
}
