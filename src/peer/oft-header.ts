import { Cursor } from '../bytes/cursor.ts'
import { hex } from '../bytes/hex.ts'
import type { Node } from '../bytes/node.ts'
import { decodeText, type Encoding } from '../bytes/printable.ts'
import { u16 } from '../bytes/read.ts'

/** Who sends a type: the file's sender (bit 0x0100) or its receiver (0x0200). */
export type OftRole = 'sender' | 'receiver'

/** What a type does to the file at hand, for the stream reader; `other` leaves it alone. */
export type OftAct = 'prompt' | 'ack' | 'done' | 'resume' | 'resume-accept' | 'resume-ack' | 'other'

export interface OftType {
  readonly name: string
  readonly from: OftRole
  readonly act: OftAct
}

/** The types of an OFT2 header (rendezvous reference, section 5.1). 0x11xx and 0x12xx belong to get-file. */
export const OFT_TYPES: ReadonlyMap<number, OftType> = new Map([
  [0x0101, { name: 'PROMPT', from: 'sender', act: 'prompt' }],
  [0x0106, { name: 'RESUME_ACCEPT', from: 'sender', act: 'resume-accept' }],
  [0x0202, { name: 'ACK', from: 'receiver', act: 'ack' }],
  [0x0204, { name: 'DONE', from: 'receiver', act: 'done' }],
  [0x0205, { name: 'RESUME', from: 'receiver', act: 'resume' }],
  [0x0207, { name: 'RESUME_ACK', from: 'receiver', act: 'resume-ack' }],
  [0x1108, { name: 'LISTING_PROMPT', from: 'sender', act: 'prompt' }],
  [0x1209, { name: 'LISTING_ACK', from: 'receiver', act: 'ack' }],
  [0x120a, { name: 'LISTING_CORRUPT', from: 'receiver', act: 'other' }],
  [0x120b, { name: 'LISTING_RECEIVED', from: 'receiver', act: 'done' }],
  [0x120c, { name: 'REQUEST_FILE', from: 'receiver', act: 'other' }],
  [0x120e, { name: 'REQUEST_DIRECTORY', from: 'receiver', act: 'other' }],
])

/** Where the file name begins: the shortest header that holds every other field. */
export const OFT_FIXED = 192
/** With a name of up to 63 bytes, which nearly all headers have. */
export const OFT_USUAL = 256
/** Longer headers than this are no headers: no client writes names over 4 kB (joscar reads up to 100 KiB). */
export const OFT_LONGEST = 8_192

export const OFT_FLAGS: readonly (readonly [number, string])[] = [
  [0x01, 'DONE'],
  [0x02, 'OLD_NEGOTIATION'],
  [0x10, 'FILE_LIST'],
  [0x20, 'NEGOTIATION'],
]

const NAME_ENCODINGS: ReadonlyMap<number, readonly [string, Encoding]> = new Map<number, readonly [string, Encoding]>([
  [0, ['ASCII', 'local']],
  [2, ['UTF-16BE', 'utf-16be']],
  [3, ['ISO-8859-1', 'latin1']],
])

/** An OFT2 header. Integers as on the wire; `at` is its place in the bytes it was read from. */
export interface OftHeader {
  readonly length: number
  readonly type: number
  /** Name of the type, or its number in hex. */
  readonly name: string
  readonly from: OftRole
  readonly act: OftAct
  readonly known: boolean
  readonly cookie: string
  readonly encrypt: number
  readonly compress: number
  readonly totalFiles: number
  readonly filesLeft: number
  readonly totalParts: number
  readonly partsLeft: number
  readonly totalSize: number
  readonly size: number
  readonly modtime: number
  readonly checksum: number
  readonly rfrcsum: number
  readonly rfsize: number
  readonly rfcsum: number
  readonly nrecvd: number
  readonly recvcsum: number
  readonly idstring: string
  readonly flags: number
  /** Columns of name and size in a text listing. */
  readonly listNameOffset: number
  readonly listSizeOffset: number
  readonly dummy: Uint8Array
  readonly macFileInfo: Uint8Array
  readonly encoding: number
  /** Printable, with `/` for the 0x01 that separates folders. */
  readonly filename: string
  /** The same name as bytes, without what pads it. */
  readonly filenameBytes: Uint8Array
  /** They are text in the encoding that the header names. */
  readonly filenameValid: boolean
  /** The name with what pads it: all that is behind the other fields. */
  readonly nameField: Uint8Array
}

/** Length of the header at `at` as it says itself, whatever that is worth. */
export function oftLength(bytes: Uint8Array, at: number): number {
  return u16(bytes, at + 4)
}

const MAGIC = [0x4f, 0x46, 0x54, 0x32]

/**
 * How long the header at the start of `bytes[0, have)` really is, where its length cannot be right: what is there ends
 * with another header, or `isAll`: its reader took it for whole. Undefined while more may belong to it. `from`: no other
 * header begins before.
 */
export function oftCut(bytes: Uint8Array, have: number, isAll: boolean, from: number): number | undefined {
  const claimed = oftLength(bytes, 0)
  const least = Math.min(claimed, OFT_USUAL)
  for (let at = Math.max(least, from); at + 8 <= have; at++) if (looksLikeOft(bytes, at, have, true)) return at
  if (!isAll || have < least) return undefined
  if (claimed < OFT_USUAL) return Math.min(have, OFT_USUAL)
  // A name that goes on behind the usual field is not cut there.
  return bytes.subarray(OFT_FIXED, OFT_USUAL).includes(0) ? OFT_USUAL : undefined
}

/**
 * Whether `bytes[at, end)` begins like a header: magic, and as much as there is of a length and a type. Where nothing but
 * a header can be it may be of `anyType`.
 */
export function looksLikeOft(bytes: Uint8Array, at: number, end: number, anyType = false): boolean {
  for (let k = 0; k < 4; k++) if (at + k < end && bytes[at + k] !== MAGIC[k]) return false
  if (end - at < 8) return true
  const length = oftLength(bytes, at)
  if (OFT_TYPES.has(u16(bytes, at + 6))) return length >= 64 && length <= OFT_LONGEST
  return anyType && length >= OFT_FIXED && length <= OFT_LONGEST
}

/** Reads the header in `bytes[start, end)`. Fields that the header is too short for are 0 or empty. */
export function readOftHeader(bytes: Uint8Array, start: number, end: number): OftHeader {
  return readFields(bytes, start, end, [])
}

/** The same, decoded: not part of the header, because headers are kept as long as their file. */
export function oftNode(bytes: Uint8Array, start: number, end: number): Node {
  const children: Node[] = []
  readFields(bytes, start, end, children)
  return { name: 'oft', at: start, end, children }
}

function readFields(bytes: Uint8Array, start: number, end: number, nodes: Node[]): OftHeader {
  const c = new Cursor(bytes, start, end, 'OFT2 header')
  const number = (name: string, size: 1 | 2 | 4, label?: (value: number) => string | undefined): number => {
    const at = c.at
    const value = size === 1 ? c.u8() : size === 2 ? c.u16() : c.u32()
    const text = label?.(value)
    nodes.push({ name, at, end: c.at, value, ...(text === undefined ? {} : { label: text }) })
    return value
  }
  const blob = (name: string, size: number): Uint8Array => {
    const at = c.at
    const value = c.take(Math.min(size, c.left))
    nodes.push({ name, at, end: c.at, value: hex(value) })
    return value
  }
  const sum = (name: string): number => {
    const at = c.at
    const value = c.u32()
    nodes.push({ name, at, end: c.at, value: value.toString(16).padStart(8, '0') })
    return value
  }

  c.take(4)
  nodes.push({ name: 'magic', at: start, end: c.at, value: decodeText(bytes.subarray(start, c.at), 'latin1').text })
  const length = number('length', 2)
  const type = number('type', 2, (value) => OFT_TYPES.get(value)?.name)
  const cookie = hex(blob('cookie', 8))
  const encrypt = number('encrypt', 2)
  const compress = number('compress', 2)
  const totalFiles = number('totalFiles', 2)
  const filesLeft = number('filesLeft', 2)
  const totalParts = number('totalParts', 2)
  const partsLeft = number('partsLeft', 2)
  const totalSize = number('totalSize', 4)
  const size = number('size', 4)
  const modtime = number('modtime', 4)
  const checksum = sum('checksum')
  const rfrcsum = sum('rfrcsum')
  const rfsize = number('rfsize', 4)
  number('cretime', 4)
  const rfcsum = sum('rfcsum')
  const nrecvd = number('nrecvd', 4)
  const recvcsum = sum('recvcsum')
  const idAt = c.at
  const idstring = decodeText(untilNul(c.take(Math.min(32, c.left))), 'latin1').text
  nodes.push({ name: 'idstring', at: idAt, end: c.at, value: idstring })
  const flagsAt = c.at
  const flags = c.u8()
  nodes.push({ name: 'flags', at: flagsAt, end: c.at, value: flags, flags: flagNames(flags) })
  const listNameOffset = number('listNameOffset', 1)
  const listSizeOffset = number('listSizeOffset', 1)
  const dummy = blob('dummy', 69)
  const macFileInfo = blob('macFileInfo', 16)
  const encoding = number('encoding', 2, (value) => NAME_ENCODINGS.get(value)?.[0])
  number('language', 2)
  const nameAt = c.at
  const nameField = c.take(c.left)
  const filenameBytes = trimName(nameField, encoding === 2)
  const decoded = decodeText(withSlashes(filenameBytes, encoding === 2), NAME_ENCODINGS.get(encoding)?.[1] ?? 'local')
  nodes.push({
    name: 'filename',
    at: nameAt,
    end: c.at,
    value: decoded.text,
    ...(decoded.valid ? {} : { raw: hex(filenameBytes) }),
  })
  const kind = OFT_TYPES.get(type)
  const name = kind?.name ?? `0x${type.toString(16).padStart(4, '0')}`
  return {
    length,
    type,
    name,
    from: kind?.from ?? ((type & 0x0200) !== 0 ? 'receiver' : 'sender'),
    act: kind?.act ?? 'other',
    known: kind !== undefined,
    cookie,
    encrypt,
    compress,
    totalFiles,
    filesLeft,
    totalParts,
    partsLeft,
    totalSize,
    size,
    modtime,
    checksum,
    rfrcsum,
    rfsize,
    rfcsum,
    nrecvd,
    recvcsum,
    idstring,
    flags,
    listNameOffset,
    listSizeOffset,
    dummy,
    macFileInfo,
    encoding,
    filename: decoded.text,
    filenameBytes,
    filenameValid: decoded.valid,
    nameField,
  }
}

function flagNames(flags: number): string[] {
  const names = OFT_FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name)
  const known = OFT_FLAGS.reduce((all, [bit]) => all | bit, 0)
  if ((flags & ~known) !== 0) names.push(`0x${(flags & ~known).toString(16)}`)
  return names
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const nul = bytes.indexOf(0)
  return nul < 0 ? bytes : bytes.subarray(0, nul)
}

/** The name without its terminator and padding; UTF-16 ends with two NULs at an even offset. */
function trimName(bytes: Uint8Array, wide: boolean): Uint8Array {
  if (!wide) return untilNul(bytes)
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return bytes.subarray(0, at)
  }
  return bytes
}

/** A copy of the name with `/` in place of 0x01, the separator of folders on the wire. */
function withSlashes(bytes: Uint8Array, wide: boolean): Uint8Array {
  const copy = bytes.slice()
  const step = wide ? 2 : 1
  for (let at = step - 1; at < copy.length; at += step) {
    if (copy[at] === 0x01 && (!wide || copy[at - 1] === 0)) copy[at] = 0x2f
  }
  return copy
}
