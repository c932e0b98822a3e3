import { concat, padded, u16, u16le, u32, u32le, utf8, EMPTY } from './bytes.ts'
import { linkFrame, LINKS, type LinkName } from './link.ts'

/** A packet as it went by. */
export interface Packet {
  /** Nanoseconds since 1970 UTC. */
  time: bigint
  /** From the IP header on. */
  bytes: Uint8Array
}

export interface FileOptions {
  link?: LinkName
  nanoseconds?: boolean
  bigEndian?: boolean
  /** Longer frames are cut. */
  snaplen?: number
}

const SNAPLEN = 262_144
const BILLION = 1_000_000_000n

const writer = (bigEndian: boolean) => ({
  u16: (...values: number[]) => concat(...values.map((value) => (bigEndian ? u16(value) : u16le(value)))),
  u32: (...values: number[]) => concat(...values.map((value) => (bigEndian ? u32(value) : u32le(value)))),
})

/** A classic capture file of the packets in the order given. */
export function pcap(packets: readonly Packet[], options: FileOptions = {}): Uint8Array {
  const { link = 'ethernet', nanoseconds = false, bigEndian = false, snaplen = SNAPLEN } = options
  const write = writer(bigEndian)
  const magic = nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4
  const header = concat(write.u32(magic), write.u16(2, 4), write.u32(0, 0, snaplen, LINKS[link].number))
  const records = packets.map(({ time, bytes }) => {
    const frame = linkFrame(link, bytes, bigEndian)
    const captured = frame.subarray(0, snaplen)
    const fraction = nanoseconds ? time % BILLION : (time % BILLION) / 1000n
    return concat(write.u32(Number(time / BILLION), Number(fraction), captured.length, frame.length), captured)
  })
  return concat(header, ...records)
}

/** A pcapng block: type, length, body filled up to a multiple of four, length. */
export function pcapngBlock(type: number, body: Uint8Array, bigEndian = false): Uint8Array {
  const write = writer(bigEndian)
  const whole = padded(body, Math.ceil(body.length / 4) * 4)
  const length = write.u32(whole.length + 12)
  return concat(write.u32(type), length, whole, length)
}

/** A pcapng option; code 0 ends the list. */
export function pcapngOption(code: number, value: Uint8Array = EMPTY, bigEndian = false): Uint8Array {
  return concat(writer(bigEndian).u16(code, value.length), padded(value, Math.ceil(value.length / 4) * 4))
}

export function sectionHeader(bigEndian = false): Uint8Array {
  const write = writer(bigEndian)
  const unknownLength = write.u32(0xffffffff, 0xffffffff)
  return pcapngBlock(0x0a0d0d0a, concat(write.u32(0x1a2b3c4d), write.u16(1, 0), unknownLength), bigEndian)
}

export function interfaceBlock(options: FileOptions & { name?: string } = {}): Uint8Array {
  const { link = 'ethernet', nanoseconds = false, bigEndian = false, snaplen = SNAPLEN, name = 'eth0' } = options
  const write = writer(bigEndian)
  const decimals = pcapngOption(9, Uint8Array.of(nanoseconds ? 9 : 6), bigEndian)
  const list = concat(pcapngOption(2, utf8(name), bigEndian), decimals, pcapngOption(0))
  return pcapngBlock(1, concat(write.u16(LINKS[link].number, 0), write.u32(snaplen), list), bigEndian)
}

export function enhancedPacket(packet: Packet, options: FileOptions & { interfaceId?: number } = {}): Uint8Array {
  const { link = 'ethernet', nanoseconds = false, bigEndian = false, snaplen = SNAPLEN, interfaceId = 0 } = options
  const write = writer(bigEndian)
  const frame = linkFrame(link, packet.bytes, bigEndian)
  const captured = frame.subarray(0, snaplen)
  const ticks = nanoseconds ? packet.time : packet.time / 1000n
  const head = write.u32(interfaceId, Number(ticks >> 32n), Number(ticks & 0xffffffffn), captured.length, frame.length)
  return pcapngBlock(6, concat(head, captured), bigEndian)
}

/** A pcapng file with one section and one interface. */
export function pcapng(packets: readonly Packet[], options: FileOptions = {}): Uint8Array {
  return concat(
    sectionHeader(options.bigEndian),
    interfaceBlock(options),
    ...packets.map((packet) => enhancedPacket(packet, options)),
  )
}
