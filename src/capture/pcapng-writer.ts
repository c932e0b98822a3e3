import { PCAPNG_MAGIC } from './detect.ts'

/** The blocks of a pcapng file, as bytes. Little-endian, nanoseconds; the packets' times are seconds and nanoseconds. */
const NANOSECONDS = 9
const BLOCK_OVERHEAD = 12

export interface WrittenInterface {
  readonly linkType: number
  /** 0 for none. */
  readonly snaplen: number
}

/** The beginning of a file: a section header and one block for each interface, numbered from 0 in this order. */
export function pcapngHeader(interfaces: readonly WrittenInterface[]): Uint8Array {
  const blocks = [sectionHeader(), ...interfaces.map(interfaceDescription)]
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
  const [block, view] = newBlock(6, 20 + captured + (-captured & 3))
  const ticks = BigInt(packet.seconds) * 1_000_000_000n + BigInt(packet.nanos)
  view.setUint32(8, packet.interfaceId, true)
  view.setUint32(12, Number(BigInt.asUintN(32, ticks >> 32n)), true)
  view.setUint32(16, Number(BigInt.asUintN(32, ticks)), true)
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

/** Link type, snapshot length, `if_tsresol`, end of options. */
function interfaceDescription({ linkType, snaplen }: WrittenInterface): Uint8Array {
  const [block, view] = newBlock(1, 20)
  view.setUint16(8, linkType, true)
  view.setUint32(12, snaplen, true)
  view.setUint16(16, 9, true)
  view.setUint16(18, 1, true)
  view.setUint8(20, NANOSECONDS)
  return block
}

function newBlock(type: number, bodyLength: number): [Uint8Array, DataView] {
  const block = new Uint8Array(BLOCK_OVERHEAD + bodyLength)
  const view = new DataView(block.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, block.length, true)
  view.setUint32(block.length - 4, block.length, true)
  return [block, view]
}
