import { ascii, bytesOf, concat, padded, u16, u32, u8, utf16be, utf8, zeros, type Bytes } from './bytes.ts'

export const OFT_TYPES = {
  prompt: 0x0101,
  resumeAccept: 0x0106,
  ack: 0x0202,
  done: 0x0204,
  resume: 0x0205,
  resumeAck: 0x0207,
  listingPrompt: 0x1108,
  listingAck: 0x1209,
  listingReceived: 0x120b,
  requestFile: 0x120c,
  requestDirectory: 0x120e,
} as const

/** What the checksum fields hold before anything was summed. */
export const OFT_CHECKSUM_START = 0xffff0000

export interface OftFields {
  type: keyof typeof OFT_TYPES | number
  magic?: string
  /** What the header says it measures; default is the truth. */
  headerLength?: number
  /** Default is eight zeros. */
  cookie?: Bytes
  encrypt?: number
  compress?: number
  totalFiles?: number
  filesLeft?: number
  totalParts?: number
  partsLeft?: number
  /** Default is `size`. */
  totalSize?: number
  size?: number
  modified?: number
  checksum?: number
  forkReceivedChecksum?: number
  forkSize?: number
  created?: number
  forkChecksum?: number
  /** Default is 0, in a `done` the size. */
  nrecvd?: number
  /** Default is the start value, in a `done` the checksum. */
  recvcsum?: number
  idString?: string
  /** Default is 0x20, in the `done` of the last file 0x01. */
  flags?: number
  nameOffset?: number
  sizeOffset?: number
  dummy?: Bytes
  macInfo?: Bytes
  /** Text is written as `encoding` says: 0 UTF-8, 2 UTF-16BE, 3 ISO-8859-1; folders are parted by the character U+0001. */
  name?: string | Uint8Array
  encoding?: number
  language?: number
  /** The whole name field instead of a terminated name padded to 64 bytes. */
  nameField?: Uint8Array
}

/** An OFT2 header of 256 bytes, more when the name is long. */
export function oftHeader(fields: OftFields): Uint8Array {
  const type = typeof fields.type === 'number' ? fields.type : OFT_TYPES[fields.type]
  const { size = 0, filesLeft = 1, checksum = OFT_CHECKSUM_START, encoding = 0 } = fields
  const isDone = type === OFT_TYPES.done
  const nameField = fields.nameField ?? terminated(nameBytes(fields.name ?? '', encoding), encoding)
  return concat(
    ascii(fields.magic ?? 'OFT2'),
    u16(fields.headerLength ?? 192 + nameField.length, type),
    bytesOf(fields.cookie ?? zeros(8)),
    u16(fields.encrypt ?? 0, fields.compress ?? 0),
    u16(fields.totalFiles ?? 1, filesLeft, fields.totalParts ?? 1, fields.partsLeft ?? 1),
    u32(fields.totalSize ?? size, size, fields.modified ?? 0, checksum),
    u32(fields.forkReceivedChecksum ?? OFT_CHECKSUM_START, fields.forkSize ?? 0, fields.created ?? 0),
    u32(fields.forkChecksum ?? OFT_CHECKSUM_START),
    u32(fields.nrecvd ?? (isDone ? size : 0), fields.recvcsum ?? (isDone ? checksum : OFT_CHECKSUM_START)),
    padded(ascii(fields.idString ?? 'Cool FileXfer'), 32),
    u8(fields.flags ?? (isDone && filesLeft === 1 ? 0x01 : 0x20), fields.nameOffset ?? 0x1c, fields.sizeOffset ?? 0x11),
    fields.dummy ?? zeros(69),
    fields.macInfo ?? zeros(16),
    u16(encoding, fields.language ?? 0),
    nameField,
  )
}

function nameBytes(name: string | Uint8Array, encoding: number): Uint8Array {
  if (typeof name !== 'string') return name
  return encoding === 2 ? utf16be(name) : encoding === 3 ? ascii(name) : utf8(name)
}

function terminated(name: Uint8Array, encoding: number): Uint8Array {
  return padded(concat(name, zeros(encoding === 2 ? 2 : 1)), 64)
}

/**
 * The OFT checksum byte by byte, as it is defined. To go on after a part, give its checksum as `from` and its length as
 * `offset`. All of 0x00000000 and 0xffff0000 stand for the same remainder: real clients give either.
 */
export function oftChecksumSlow(bytes: Uint8Array, from = OFT_CHECKSUM_START, offset = 0): number {
  let sum = from >>> 16
  bytes.forEach((byte, at) => {
    sum -= (offset + at) % 2 === 0 ? byte << 8 : byte
    if (sum < 0) sum += 0xffff
  })
  return (sum << 16) >>> 0
}
