import { PCAPNG_MAGIC } from './detect.ts'

/** The blocks of a pcapng file, as bytes. Little-endian, nanoseconds; the packets' times are seconds and nanoseconds. */
const NANOSECONDS = 9
const BLOCK_OVERHEAD = 12

export interface WrittenInterface {
  readonly linkType: number
  /** 0 for none. */
  readonly snaplen: number
  readonly name?: string
}

/** The beginning of a file: a section header and one block for each interface, numbered from 0 in this order. */
export function pcapngHeader(interfaces: readonly WrittenInterface[]): Uint8Array {
  const blocks = [sectionHeader(), ...interfaces.map(pcapngInterface)]
  const bytes = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0))
  let at = 0
  for (const block of blocks) {
    bytes.set(block, at)
    at += block.length
  }
  return bytes
}

export interface WrittenPacket {
  readonly interfaceId: number
  readonly seconds: number
  readonly nanos: number
  readonly originalLength: number
}

/** An enhanced packet block of `bytes[start, stop)`. */
export function pcapngPacket(packet: WrittenPacket, bytes: Uint8Array, start = 0, stop = bytes.length): Uint8Array {
  const captured = stop - start
  const [block, view] = newBlock(6, 20 + padded(captured))
  view.setUint32(8, packet.interfaceId, true)
  setTime(view, 12, packet.seconds, packet.nanos)
  view.setUint32(20, captured, true)
  view.setUint32(24, packet.originalLength, true)
  block.set(bytes.subarray(start, stop), 28)
  return block
}

function sectionHeader(): Uint8Array {
  const [block, view] = newBlock(PCAPNG_MAGIC, 16)
  view.setUint32(8, 0x1a2b3c4d, true)
  view.setUint16(12, 1, true)
  view.setBigInt64(16, -1n, true)
  return block
}

/** Link type, snapshot length, `if_name`, `if_tsresol`, end of options; for an interface that appears after the header. */
export function pcapngInterface({ linkType, snaplen, name }: WrittenInterface): Uint8Array {
  const text = new TextEncoder().encode(name ?? '')
  const nameLength = text.length === 0 ? 0 : 4 + padded(text.length)
  const [block, view] = newBlock(1, 20 + nameLength)
  view.setUint16(8, linkType, true)
  view.setUint32(12, snaplen, true)
  if (nameLength > 0) {
    view.setUint16(16, 2, true)
    view.setUint16(18, text.length, true)
    block.set(text, 20)
  }
  view.setUint16(16 + nameLength, 9, true)
  view.setUint16(18 + nameLength, 1, true)
  view.setUint8(20 + nameLength, NANOSECONDS)
  return block
}

export interface WrittenStatistics {
  readonly interfaceId: number
  readonly seconds: number
  readonly nanos: number
  /** Packets that the capturing program lost. */
  readonly dropped: number
}

/** An interface statistics block with `isb_ifdrop`: how a capture says what it is lacking. */
export function pcapngStatistics({ interfaceId, seconds, nanos, dropped }: WrittenStatistics): Uint8Array {
  const [block, view] = newBlock(5, 28)
  view.setUint32(8, interfaceId, true)
  setTime(view, 12, seconds, nanos)
  view.setUint16(20, 5, true)
  view.setUint16(22, 8, true)
  view.setBigUint64(24, BigInt(dropped), true)
  return block
}

/** Nanoseconds since 1970 as two words, the high one first. */
function setTime(view: DataView, at: number, seconds: number, nanos: number): void {
  const ticks = BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
  view.setUint32(at, Number(BigInt.asUintN(32, ticks >> 32n)), true)
  view.setUint32(at + 4, Number(BigInt.asUintN(32, ticks)), true)
}

function padded(length: number): number {
  return length + (-length & 3)
}

function newBlock(type: number, bodyLength: number): [Uint8Array, DataView] {
  const block = new Uint8Array(BLOCK_OVERHEAD + bodyLength)
  const view = new DataView(block.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, block.length, true)
  view.setUint32(block.length - 4, block.length, true)
  return [block, view]
}
