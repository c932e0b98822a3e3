import fc from 'fast-check'
import { CaptureReader } from '../../src/capture/reader.ts'
import { concat, u16, u32 } from '../support/bytes.ts'

/** A classic pcap record as its fields are stored. */
export interface Record {
  seconds: number
  fraction: number
  data: Uint8Array
  /** Default: the truth. */
  captured?: number
  original?: number
}

export interface PcapOptions {
  bigEndian?: boolean
  nanoseconds?: boolean
  version?: [major: number, minor: number]
  zone?: number
  snaplen?: number
  link?: number
}

/** Integers of two and four bytes in one byte order. */
export function integers(bigEndian: boolean) {
  const ordered = (bytes: Uint8Array) => (bigEndian ? bytes : bytes.reverse())
  return {
    u16: (...values: number[]) => concat(...values.map((value) => ordered(u16(value)))),
    u32: (...values: number[]) => concat(...values.map((value) => ordered(u32(value)))),
  }
}

export function pcapHeader(options: PcapOptions = {}): Uint8Array {
  const { bigEndian = false, nanoseconds = false, version = [2, 4], zone = 0, snaplen = 262_144, link = 1 } = options
  const write = integers(bigEndian)
  const magic = nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4
  return concat(write.u32(magic), write.u16(...version), write.u32(zone, 0, snaplen, link))
}

export function pcapRecord(record: Record, bigEndian = false): Uint8Array {
  const { seconds, fraction, data, captured = data.length, original = data.length } = record
  return concat(integers(bigEndian).u32(seconds, fraction, captured, original), data)
}

export function pcapFile(records: readonly Record[], options: PcapOptions = {}): Uint8Array {
  return concat(pcapHeader(options), ...records.map((record) => pcapRecord(record, options.bigEndian)))
}

export interface ReadPacket {
  seconds: number
  nanos: number
  data: Uint8Array
  originalLength: number
  linkType: number
  interfaceId: number
  offset: number
}

export function packetOf(reader: CaptureReader): ReadPacket {
  const { seconds, nanos, originalLength, linkType, interfaceId, offset } = reader
  const data = reader.bytes.slice(reader.start, reader.stop)
  return { seconds, nanos, data, originalLength, linkType, interfaceId, offset }
}

/** Reads a whole capture that arrives in pieces of these sizes, over and over; default is all there is room for. */
export function readCapture(
  file: Uint8Array,
  sizes: readonly number[] = [Infinity],
): { packets: ReadPacket[]; reader: CaptureReader } {
  const reader = new CaptureReader({ name: 'test' })
  const packets: ReadPacket[] = []
  for (let at = 0, piece = 0; at < file.length; piece++) {
    while (reader.next()) packets.push(packetOf(reader))
    const room = reader.room()
    const count = Math.min(sizes[piece % sizes.length]!, room.length, file.length - at)
    room.set(file.subarray(at, at + count))
    reader.filled(count)
    at += count
  }
  reader.end()
  while (reader.next()) packets.push(packetOf(reader))
  return { packets, reader }
}

/** What a reader says besides its packets. */
export function verdict({ reader }: { reader: CaptureReader }) {
  const { format, packets, problems, fatal, dropped, skippedBlocks, consumed } = reader
  return { format, packets, problems, fatal, dropped, skippedBlocks, consumed, linkTypes: [...reader.linkTypes] }
}

export const codes = (reader: CaptureReader) => reader.problems.map((problem) => problem.code)

/** Well-formed records of microsecond files. */
export const someRecords = fc.array(
  fc.record({
    seconds: fc.nat(0x7fffffff),
    fraction: fc.nat(999_999),
    data: fc.uint8Array({ maxLength: 80 }),
  }),
  { maxLength: 12 },
)
