import { PCAP_HEADER_LENGTH, type PcapVariant } from './detect.ts'
import { LIMITS } from '../limits.ts'
import type { CaptureReader } from './reader.ts'

/**
 * Classic pcap: a 24-byte header (magic, version, time zone, accuracy, snapshot length, link type), then records of
 * 16 header bytes (seconds, fraction, captured length, original length) and the packet. Link type field: low 16 bits the
 * type, bit 26 says that the top 4 bits count the 16-bit words of frame check sequence behind every packet
 * (draft-ietf-opsawg-pcap).
 */
const RECORD_HEADER = 16
const MAX_CAPTURED = LIMITS.capturedPacket.value
const FCS_PRESENT = 0x04000000

/** Reads the file header that lies at the reader's position; undefined when it was refused. */
export function openPcap(reader: CaptureReader, variant: PcapVariant): PcapRecords | undefined {
  const { view, at } = reader
  const { little } = variant
  const major = view.getUint16(at + 4, little)
  const minor = view.getUint16(at + 6, little)
  if (major !== 2) {
    reader.refuse('unsupported-version', '2.x', `${major}.${minor}`)
    return undefined
  }
  const zone = view.getInt32(at + 8, little)
  if (zone !== 0) reader.report('time-zone', reader.base + at, '0', String(zone))
  const link = view.getUint32(at + 20, little)
  reader.format = 'pcap'
  if (variant.nanosPerUnit === 1) reader.decimals = 9
  reader.snaplen = view.getUint32(at + 16, little)
  reader.linkType = link & 0xffff
  reader.linkTypes.add(reader.linkType)
  reader.at = at + PCAP_HEADER_LENGTH
  return new PcapRecords(reader, variant, (link & FCS_PRESENT) === 0 ? 0 : (link >>> 28) * 2, minor <= 3)
}

/** Hot path: one call for each packet, nothing is allocated unless the record is odd. */
export class PcapRecords {
  private readonly reader: CaptureReader
  private readonly little: boolean
  private readonly nanosPerUnit: number
  private readonly unitsPerSecond: number
  private readonly snaplen: number
  private readonly fcs: number
  /** Up to version 2.3 some writers stored the original length first. */
  private readonly maybeSwapped: boolean

  constructor(reader: CaptureReader, variant: PcapVariant, fcs: number, maybeSwapped: boolean) {
    this.reader = reader
    this.little = variant.little
    this.nanosPerUnit = variant.nanosPerUnit
    this.unitsPerSecond = 1e9 / variant.nanosPerUnit
    this.snaplen = reader.snaplen === 0 ? MAX_CAPTURED : reader.snaplen
    this.fcs = fcs
    this.maybeSwapped = maybeSwapped
  }

  next(): boolean {
    const reader = this.reader
    const at = reader.at
    const left = reader.limit - at
    if (left < RECORD_HEADER) return reader.lacks(RECORD_HEADER)
    const view = reader.view
    const little = this.little
    let captured = view.getUint32(at + 8, little)
    let original = view.getUint32(at + 12, little)
    if (captured > original && this.maybeSwapped) {
      const first = captured
      captured = original
      original = first
    }
    if (captured > MAX_CAPTURED) {
      return reader.halt('captured-length', reader.base + at, `at most ${MAX_CAPTURED}`, String(captured))
    }
    if (left < RECORD_HEADER + captured) return reader.lacks(RECORD_HEADER + captured)
    const fraction = view.getUint32(at + 4, little)
    reader.record = at
    reader.seconds = view.getUint32(at, little)
    reader.nanos = fraction * this.nanosPerUnit
    reader.start = at + RECORD_HEADER
    reader.stop = reader.at = at + RECORD_HEADER + captured
    reader.originalLength = original
    if (this.fcs !== 0) reader.dropFcs(this.fcs)
    if (fraction >= this.unitsPerSecond || captured > original || captured > this.snaplen) {
      this.judge(fraction, captured, original)
    }
    reader.packets++
    return true
  }

  /** The rare record whose numbers are odd: it is delivered, with a note. */
  private judge(fraction: number, captured: number, original: number): void {
    const { reader } = this
    if (fraction >= this.unitsPerSecond) {
      reader.report('time-fraction', reader.offset, `below ${this.unitsPerSecond}`, String(fraction))
      reader.seconds += Math.floor(fraction / this.unitsPerSecond)
      reader.nanos = (fraction % this.unitsPerSecond) * this.nanosPerUnit
    }
    if (captured > original) reader.report('above-original', reader.offset, `at most ${original}`, String(captured))
    if (captured > this.snaplen) {
      reader.report('above-snaplen', reader.offset, `at most ${this.snaplen}`, String(captured))
    }
  }
}
