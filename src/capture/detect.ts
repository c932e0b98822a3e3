import { u16, u32, u32le } from '../bytes/read.ts'

/** What the first four bytes say of a classic pcap file: byte order, nanoseconds for each unit of the fraction. */
export interface PcapVariant {
  readonly little: boolean
  readonly nanosPerUnit: 1 | 1000
}

/** Magic numbers of classic pcap as the first four bytes, read big-endian. */
export const PCAP_MAGICS: ReadonlyMap<number, PcapVariant> = new Map([
  [0xa1b2c3d4, { little: false, nanosPerUnit: 1000 }],
  [0xd4c3b2a1, { little: true, nanosPerUnit: 1000 }],
  [0xa1b23c4d, { little: false, nanosPerUnit: 1 }],
  [0x4d3cb2a1, { little: true, nanosPerUnit: 1 }],
])

/** The first four bytes of pcapng: the type of a section header block, the same in both byte orders. */
export const PCAPNG_MAGIC = 0x0a0d0d0a

export const PCAP_HEADER_LENGTH = 24
export const PCAPNG_HEADER_LENGTH = 28

const CONVERT = 'convert it with: editcap -F pcapng IN OUT'
const UNPACK = 'unpack it first'

/** Formats people hand over by mistake: first bytes (one character a byte), what to call them, and what to do about it. */
const OTHERS: readonly (readonly [magic: string, name: string, advice?: string])[] = [
  ['\x1f\x8b', 'gzip data', UNPACK],
  ['\x28\xb5\x2f\xfd', 'zstd data', UNPACK],
  ['\x04\x22\x4d\x18', 'lz4 data', UNPACK],
  ['\xfd7zXZ\0', 'xz data', UNPACK],
  ['BZh', 'bzip2 data', UNPACK],
  ['PK\x03\x04', 'a zip archive', UNPACK],
  ['7z\xbc\xaf', 'a 7z archive', UNPACK],
  ['\x7fELF', 'an ELF program'],
  ['MZ', 'a Windows program'],
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['%PDF', 'a PDF document'],
  ['snoop\0\0\0', 'a snoop capture', CONVERT],
  ['btsnoop\0', 'a btsnoop capture', CONVERT],
  ['RTSS', 'a Network Monitor 1 capture', CONVERT],
  ['GMBU', 'a Network Monitor 2 capture', CONVERT],
  ['XCP\0', 'a Windows Sniffer capture', CONVERT],
  ['TRSNIFF data', 'a DOS Sniffer capture', CONVERT],
  ['iptrace ', 'an AIX iptrace capture', CONVERT],
  ['\x7fver', 'a PacketLogger or EtherPeek capture', CONVERT],
  ['ARNF', 'a Sniffer portable capture', CONVERT],
]

/**
 * The pcap dialect of Kuznetzov's patched libpcap (magic a1b2cd34): its record headers are 24 bytes, so it must not be
 * read as pcap.
 */
const MODIFIED_PCAP: readonly number[] = [0xa1b2cd34, 0x34cdb2a1]

/** Advice for the pcap variant these bytes start with if it is a known one that is not read here. */
export function unsupportedVariant(magic: number): string | undefined {
  return MODIFIED_PCAP.includes(magic) ? `modified (Kuznetzov) pcap; ${CONVERT}` : undefined
}

/** What `bytes[0, length)` begin with, in words, when they are no capture. */
export function describeOther(bytes: Uint8Array, length: number): string {
  for (const [magic, name, advice] of OTHERS) {
    if (startsWith(bytes, length, magic)) return advice === undefined ? name : `${name}; ${advice}`
  }
  if (looksLikeText(bytes, length)) return 'text'
  if (looksLikeErf(bytes, length)) return `perhaps an ERF capture; ${CONVERT}`
  return `unknown magic 0x${u32(bytes, 0).toString(16).padStart(8, '0')}`
}

function startsWith(bytes: Uint8Array, length: number, magic: string): boolean {
  if (length < magic.length) return false
  for (let at = 0; at < magic.length; at++) if (bytes[at] !== magic.charCodeAt(at)) return false
  return true
}

/** ERF has no magic: a record is a little-endian fixed-point time, a type, flags, and two plausible lengths. */
function looksLikeErf(bytes: Uint8Array, length: number): boolean {
  if (length < 16) return false
  const seconds = u32le(bytes, 4)
  const type = bytes[8]! & 0x7f
  const recordLength = u16(bytes, 10)
  const wireLength = u16(bytes, 14)
  return seconds > 0x2d000000 && type >= 1 && type <= 48 && recordLength >= 16 && recordLength <= wireLength + 64
}

function looksLikeText(bytes: Uint8Array, length: number): boolean {
  for (let at = 0; at < length; at++) {
    const byte = bytes[at]!
    if (byte < 0x20 ? byte < 0x09 || byte > 0x0d : byte === 0x7f) return false
  }
  return true
}
