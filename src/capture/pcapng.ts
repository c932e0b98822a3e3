import { LIMITS, raising } from '../limits.ts'
import { PCAPNG_HEADER_LENGTH, PCAPNG_MAGIC } from './detect.ts'
import { describeInterface, type Interface } from './pcapng-interface.ts'
import { eachOption } from './pcapng-options.ts'
import type { CaptureReader } from './reader.ts'

/**
 * pcapng: blocks of type, total length, body, total length again; all numbers in the byte order of the section they are
 * in, which its section header block sets (draft-ietf-opsawg-pcapng). Blocks that carry packets or describe interfaces are
 * looked at when they are there completely; all others are skipped by count-down, never held.
 */
const INTERFACE_DESCRIPTION = 1
const OLD_PACKET = 2
const SIMPLE_PACKET = 3
const INTERFACE_STATISTICS = 5
const ENHANCED_PACKET = 6

/** Total length below which a block of the type cannot hold its fixed fields. */
const SHORTEST: ReadonlyMap<number, number> = new Map([
  [PCAPNG_MAGIC, PCAPNG_HEADER_LENGTH],
  [INTERFACE_DESCRIPTION, 20],
  [OLD_PACKET, 32],
  [SIMPLE_PACKET, 16],
  [INTERFACE_STATISTICS, 24],
  [ENHANCED_PACKET, 32],
])
const SHORTEST_OTHER = 12

const MAX_CAPTURED = LIMITS.capturedPacket.value
/**
 * Bytes of a block that are held at once: the largest packet and as much again of options. What a longer block has behind
 * them is skipped.
 */
const MAX_HELD = 2 * MAX_CAPTURED

/** `isb_ifdrop` and `isb_osdrop`: packets lost by the interface and by the operating system, 64 bits. */
const DROP_OPTIONS: readonly number[] = [5, 7]
const DROPS_UNKNOWN = 0xffff
const SECTION_LENGTH_UNKNOWN = 2 ** 64
const LAST_SECOND = 253_402_300_799

export class PcapngBlocks {
  private readonly reader: CaptureReader
  private little = false
  private interfaces: Interface[] = []
  /** Interfaces of the sections before this one: their number is the first of this section's. */
  private interfacesBefore = 0
  /** The block being read or skipped: where it starts in the capture and how long it says it is. */
  private blockOffset = 0
  private blockLength = 0
  /** Bytes of it still to be skipped, its trailer included; 0 between blocks. */
  private skip = 0
  /** Where the current section says that it ends; -1 when it does not say. */
  private sectionEnd = -1
  private readonly drops = new Map<number, number>()

  constructor(reader: CaptureReader) {
    this.reader = reader
    reader.format = 'pcapng'
  }

  next(): boolean {
    const reader = this.reader
    for (;;) {
      if (this.skip > 0 && !this.skipRest()) return false
      const at = reader.at
      const left = reader.limit - at
      if (left < SHORTEST_OTHER) return reader.lacks(SHORTEST_OTHER)
      const view = reader.view
      const type = view.getUint32(at, this.little)
      if (type === PCAPNG_MAGIC && !this.takeByteOrder(at)) return false
      const length = view.getUint32(at + 4, this.little)
      this.blockOffset = reader.base + at
      this.blockLength = length
      const shortest = type === ENHANCED_PACKET ? 32 : SHORTEST.get(type)
      if (length < (shortest ?? SHORTEST_OTHER) || length > LIMITS[longest(type)].value || (length & 3) !== 0) {
        return this.impossibleLength(type)
      }
      const held = shortest === undefined ? 0 : type === PCAPNG_MAGIC ? shortest - 4 : Math.min(length, MAX_HELD)
      if (left < held) return reader.lacks(length)
      if (held === length && view.getUint32(at + length - 4, this.little) !== length) {
        return this.trailerMismatch(view.getUint32(at + length - 4, this.little))
      }
      reader.at = at + held
      this.skip = length - held
      reader.record = at
      const end = held === length ? at + length - 4 : at + held
      if (this.take(type, at, end)) return true
      if (reader.done) return false
    }
  }

  /** Acts on a block whose held part is `[at, end)`; true when it was a packet to deliver. */
  private take(type: number, at: number, end: number): boolean {
    const { view } = this.reader
    switch (type) {
      case ENHANCED_PACKET:
        return this.takePacket(at, end, view.getUint32(at + 8, this.little))
      case OLD_PACKET:
        this.takePacketDrops(view.getUint16(at + 10, this.little))
        return this.takePacket(at, end, view.getUint16(at + 8, this.little))
      case SIMPLE_PACKET:
        return this.takeSimplePacket(at, end)
      case INTERFACE_DESCRIPTION:
        this.takeInterface(at, end)
        return false
      case INTERFACE_STATISTICS:
        this.takeStatistics(at, end)
        return false
      case PCAPNG_MAGIC:
        this.takeSection(at)
        return false
      default:
        this.reader.skippedBlocks++
        return false
    }
  }

  /** Old and enhanced packet blocks differ in their first body word only. */
  private takePacket(at: number, end: number, interfaceId: number): boolean {
    const reader = this.reader
    const view = reader.view
    const face = this.interfaces[interfaceId]
    if (face === undefined) return this.unknownInterface(interfaceId)
    const captured = view.getUint32(at + 20, this.little)
    const original = view.getUint32(at + 24, this.little)
    if (captured > end - at - 28 || captured > MAX_CAPTURED) return this.packetTooLong(captured, end - at - 28)
    face.clock.read(view.getUint32(at + 12, this.little), view.getUint32(at + 16, this.little))
    reader.seconds = face.clock.seconds
    reader.nanos = face.clock.nanos
    if (reader.seconds < 0 || reader.seconds > LAST_SECOND) {
      reader.report('time-range', reader.offset, `0 to ${LAST_SECOND} seconds`, String(reader.seconds))
    }
    this.deliver(face, interfaceId, at + 28, captured, original)
    return true
  }

  /** A simple packet block: original length and packet, of the section's first interface. */
  private takeSimplePacket(at: number, end: number): boolean {
    const { reader } = this
    const face = this.interfaces[0]
    if (face === undefined) return this.unknownInterface(0)
    const original = reader.view.getUint32(at + 8, this.little)
    const captured = Math.min(original, face.snaplen === 0 ? original : face.snaplen)
    if (captured > end - at - 12 || captured > MAX_CAPTURED) return this.packetTooLong(captured, end - at - 12)
    if (this.interfaces.length > 1) {
      reader.report('simple-packet-interface', reader.offset, '1 interface', String(this.interfaces.length))
    }
    this.deliver(face, 0, at + 12, captured, original)
    return true
  }

  private deliver(face: Interface, interfaceId: number, start: number, captured: number, original: number): void {
    const reader = this.reader
    reader.linkType = face.linkType
    reader.snaplen = face.snaplen
    reader.interfaceId = this.interfacesBefore + interfaceId
    reader.start = start
    reader.stop = start + captured
    reader.originalLength = original
    if (face.fcs !== 0) reader.dropFcs(face.fcs)
    if (captured > original) reader.report('above-original', reader.offset, `at most ${original}`, String(captured))
    if (captured > face.snaplen && face.snaplen !== 0) {
      reader.report('above-snaplen', reader.offset, `at most ${face.snaplen}`, String(captured))
    }
    reader.packets++
  }

  private takeInterface(at: number, end: number): void {
    const { reader } = this
    if (this.interfaces.length >= LIMITS.interfaces.value) {
      reader.report('interface-limit', reader.offset, `at most ${LIMITS.interfaces.value}`, 'one more')
      return
    }
    const face = describeInterface(reader, at, end, this.little)
    this.interfaces.push(face)
    reader.linkTypes.add(face.linkType)
  }

  /** Statistics are running totals: the last ones of an interface count. */
  private takeStatistics(at: number, end: number): void {
    const { reader, little } = this
    const { view } = reader
    const interfaceId = view.getUint32(at + 8, little)
    if (interfaceId >= this.interfaces.length) {
      this.unknownInterface(interfaceId)
      return
    }
    let drops = -1
    eachOption(reader, at + 20, end, little, (code, from, length) => {
      if (!DROP_OPTIONS.includes(code) || length !== 8) return
      const high = view.getUint32(from + (little ? 4 : 0), little)
      const low = view.getUint32(from + (little ? 0 : 4), little)
      drops = Math.max(drops, 0) + high * 2 ** 32 + low
    })
    if (drops < 0) return
    const before = this.drops.get(this.interfacesBefore + interfaceId) ?? 0
    this.drops.set(this.interfacesBefore + interfaceId, drops)
    this.addDrops(drops - before)
  }

  /** The old packet block says how many packets were lost between it and the one before. */
  private takePacketDrops(drops: number): void {
    if (drops !== DROPS_UNKNOWN) this.addDrops(drops)
  }

  private addDrops(drops: number): void {
    this.reader.dropped = (this.reader.dropped ?? 0) + drops
  }

  private takeByteOrder(at: number): boolean {
    const magic = this.reader.view.getUint32(at + 8, true)
    this.little = magic === 0x1a2b3c4d
    if (this.little || magic === 0x4d3c2b1a) return true
    const found = `0x${magic.toString(16).padStart(8, '0')}`
    return this.reader.halt('byte-order-magic', this.reader.base + at, '0x1a2b3c4d in either order', found)
  }

  /** A new section forgets the interfaces of the one before. */
  private takeSection(at: number): void {
    const { reader, little } = this
    const { view } = reader
    const major = view.getUint16(at + 12, little)
    if (major !== 1) {
      const found = `${major}.${view.getUint16(at + 14, little)}`
      if (this.blockOffset === 0) reader.refuse('unsupported-version', '1.x', found)
      else reader.halt('unsupported-version', this.blockOffset, '1.x', found)
      return
    }
    if (this.sectionEnd >= 0 && this.sectionEnd !== this.blockOffset) {
      reader.report('section-length', this.blockOffset, `a section up to ${this.sectionEnd}`, 'the next section')
    }
    const high = view.getUint32(at + (little ? 20 : 16), little)
    const length = high * 2 ** 32 + view.getUint32(at + (little ? 16 : 20), little)
    this.sectionEnd = length >= SECTION_LENGTH_UNKNOWN ? -1 : this.blockOffset + this.blockLength + length
    this.interfacesBefore += this.interfaces.length
    this.interfaces = []
  }

  /** Counts the rest of the block down; false while it is not there. */
  private skipRest(): boolean {
    const { reader } = this
    const left = reader.limit - reader.at
    const step = Math.min(left, this.skip - 4)
    if (step > 0) {
      reader.at += step
      this.skip -= step
    }
    if (this.skip > 4 || reader.limit - reader.at < 4) return reader.lacks(this.blockLength, this.blockOffset)
    const trailer = reader.view.getUint32(reader.at, this.little)
    if (trailer !== this.blockLength) return this.trailerMismatch(trailer)
    reader.at += 4
    this.skip = 0
    return true
  }

  private impossibleLength(type: number): false {
    const limit = longest(type)
    const more = this.blockLength > LIMITS[limit].value ? ` (${raising(limit)})` : ''
    const expected = `a multiple of 4 from ${SHORTEST.get(type) ?? SHORTEST_OTHER} to ${LIMITS[limit].value}${more}`
    return this.reader.halt('block-length', this.blockOffset, expected, String(this.blockLength))
  }

  private trailerMismatch(trailer: number): false {
    return this.reader.halt('block-trailer', this.blockOffset, String(this.blockLength), String(trailer))
  }

  private unknownInterface(interfaceId: number): false {
    const expected = `one of ${this.interfaces.length} interfaces`
    this.reader.report('unknown-interface', this.blockOffset, expected, `interface ${interfaceId}`)
    return false
  }

  private packetTooLong(captured: number, room: number): false {
    this.reader.report('packet-length', this.blockOffset, `at most ${Math.min(room, MAX_CAPTURED)}`, String(captured))
    return false
  }
}

function longest(type: number): 'pcapngSection' | 'pcapngBlock' {
  return type === PCAPNG_MAGIC ? 'pcapngSection' : 'pcapngBlock'
}
