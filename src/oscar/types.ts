/**
 * The data types of OSCAR as values: a type reads itself from a cursor into a node, and says of itself what documentation,
 * filter fields and generic rules need. Numbers are big-endian unless the name ends in `le`.
 *
 * A read that finds too little gives a node with what there is and a `problem`, and leaves the cursor short; whoever reads
 * fields one after the other stops there.
 */
import type { Cursor } from '../bytes/cursor.ts'
import { hex } from '../bytes/hex.ts'
import { u16 as readU16, u32 as readU32 } from '../bytes/read.ts'
import type { Node, Scalar } from '../bytes/node.ts'
import { decodeText, type Encoding } from '../bytes/printable.ts'

export interface Type {
  /** For documentation: `u16`, `string08`, `ipv4`, `group`. */
  readonly kind: string
  /** Bytes, when they are always as many. */
  readonly size?: number
  /** Members of an enumeration. */
  readonly values?: ReadonlyMap<number, string>
  /** Names of bits, each key a single bit or a mask. */
  readonly bits?: ReadonlyMap<number, string>
  /** Fields of a group. */
  readonly fields?: readonly Field[]
  /** What a list repeats. */
  readonly item?: Type
  /** A number of bytes or items stands before it. */
  readonly prefixed?: true
  /** Output masks the value unless asked. */
  readonly secret?: true
  read(cursor: Cursor, name: string): Node
}

/** Several nodes among the fields of a group: TLVs, or fields that depend on an earlier one. */
export interface Block {
  readonly kind: string
  /** Of TLVs. */
  readonly table?: TlvTable
  /** Of a choice: the fields for each value of the earlier field. */
  readonly cases?: ReadonlyMap<Scalar, readonly Field[]>
  /** What it may read beside those. */
  readonly fields?: readonly Field[]
  readInto(cursor: Cursor, out: Node[]): void
}

export type Field = readonly [name: string, type: Type] | Block

export interface TlvRow {
  readonly tag: number
  readonly name: string
  readonly type: Type
}

export interface TlvTable {
  /** Where its tags have this meaning: `userinfo`, `icbm-ch1`. */
  readonly context: string
  readonly rows: ReadonlyMap<number, TlvRow>
}

/** A node while it is being made. */
export type Draft = { -readonly [Key in keyof Node]: Node[Key] }

/** Members or bits of a table in this project's source. */
export type Names = Readonly<Record<number, string>>

export const names = (table: Names): ReadonlyMap<number, string> =>
  new Map(Object.entries(table).map(([value, name]) => [Number(value), name]))

/** The node of a value that should have had `need` bytes: hex of what there is. */
export function cut(
  cursor: Cursor,
  name: string,
  need: number,
  problem = `needs ${need} bytes, ${cursor.left} left`,
): Node {
  const at = cursor.at
  const value = cursor.left > 0 ? hex(cursor.bytes, at, cursor.end) : null
  cursor.take(need)
  return { name, at, end: cursor.at, value, problem }
}

/** A type of `size` bytes; `node` is called when they are there and must take all of them. */
function fixed(kind: string, size: number, node: (cursor: Cursor, name: string, at: number) => Node): Type {
  return {
    kind,
    size,
    read: (cursor, name) => (cursor.left < size ? cut(cursor, name, size) : node(cursor, name, cursor.at)),
  }
}

function scalar(kind: string, size: number, get: (cursor: Cursor) => Scalar): Type {
  return fixed(kind, size, (cursor, name, at) => ({ name, at, end: at + size, value: get(cursor) }))
}

export const u8 = scalar('u8', 1, (cursor) => cursor.u8())
export const u16 = scalar('u16', 2, (cursor) => cursor.u16())
export const u32 = scalar('u32', 4, (cursor) => cursor.u32())
export const u64 = scalar('u64', 8, (cursor) => cursor.u64().toString())
export const u16le = scalar('u16le', 2, (cursor) => cursor.u16le())
export const u32le = scalar('u32le', 4, (cursor) => cursor.u32le())

function enumeration(kind: string, size: number, get: (cursor: Cursor) => number, table: Names): Type {
  const values = names(table)
  const type = fixed(kind, size, (cursor, name, at) => labelled(name, at, at + size, get(cursor), values))
  return { ...type, values }
}

function labelled(name: string, at: number, end: number, value: number, values: ReadonlyMap<number, string>): Node {
  const label = values.get(value)
  return label === undefined ? { name, at, end, value } : { name, at, end, value, label }
}

export const enum8 = (table: Names): Type => enumeration('enum8', 1, (cursor) => cursor.u8(), table)
export const enum16 = (table: Names): Type => enumeration('enum16', 2, (cursor) => cursor.u16(), table)
export const enum16le = (table: Names): Type => enumeration('enum16le', 2, (cursor) => cursor.u16le(), table)

function bitField(kind: string, size: number, get: (cursor: Cursor) => number, table: Names): Type {
  const bits = names(table)
  const type = fixed(kind, size, (cursor, name, at) => {
    const value = get(cursor)
    return { name, at, end: at + size, value, flags: flagNames(value, bits) }
  })
  return { ...type, bits }
}

/** Names of the bits set in `value`, and the rest as one hex number. */
function flagNames(value: number, bits: ReadonlyMap<number, string>): string[] {
  const flags: string[] = []
  let rest = value
  for (const [bit, name] of bits) {
    if ((value & bit) >>> 0 !== bit) continue
    flags.push(name)
    rest = (rest & ~bit) >>> 0
  }
  if (rest !== 0) flags.push(`0x${rest.toString(16)}`)
  return flags
}

export const flags8 = (table: Names): Type => bitField('flags8', 1, (cursor) => cursor.u8(), table)
export const flags16 = (table: Names): Type => bitField('flags16', 2, (cursor) => cursor.u16(), table)
export const flags32 = (table: Names): Type => bitField('flags32', 4, (cursor) => cursor.u32(), table)

const READERS = new Map<number, (cursor: Cursor) => number>([
  [1, (cursor) => cursor.u8()],
  [2, (cursor) => cursor.u16()],
  [4, (cursor) => cursor.u32()],
])

const READERS_LE = new Map<number, (cursor: Cursor) => number>([
  [1, (cursor) => cursor.u8()],
  [2, (cursor) => cursor.u16le()],
  [4, (cursor) => cursor.u32le()],
])

/** A little-endian number of 1, 2 or 4 bytes; hex of a record that is longer. */
export const uintLe: Type = {
  kind: 'uintLe',
  read(cursor, name) {
    const { at, left } = cursor
    const get = READERS_LE.get(left)
    return get ? { name, at, end: at + left, value: get(cursor) } : rest(cursor, name)
  },
}

/** Everything that is left as one number of 1, 2 or 4 bytes: for TLVs whose writers disagree on the size. */
function anySize(kind: string, node: (name: string, at: number, end: number, value: number) => Node): Type {
  return {
    kind,
    read(cursor, name) {
      const { at, left } = cursor
      const get = READERS.get(left)
      if (get) return node(name, at, at + left, get(cursor))
      return { ...rest(cursor, name), problem: `length ${left}, should be 1, 2 or 4` }
    },
  }
}

export const uint = anySize('uint', (name, at, end, value) => ({ name, at, end, value }))

export function enumAny(table: Names): Type {
  const values = names(table)
  return { ...anySize('enum', (name, at, end, value) => labelled(name, at, end, value, values)), values }
}

export function flagsAny(table: Names): Type {
  const bits = names(table)
  return {
    ...anySize('flags', (name, at, end, value) => ({ name, at, end, value, flags: flagNames(value, bits) })),
    bits,
  }
}

function rest(cursor: Cursor, name: string): Node {
  const at = cursor.at
  return { name, at, end: cursor.end, value: hex(cursor.take(cursor.left)) }
}

/** Everything that is left, as hex. */
export const blob: Type = { kind: 'blob', read: rest }

/** Shorter runs of printable bytes are too often numbers. */
const LEAST_TEXT = 4

/** Nobody knows what it is: hex, labelled with the text that it seems to be. */
export const opaque: Type = {
  kind: 'opaque',
  read(cursor, name) {
    const wire = cursor.bytes.subarray(cursor.at, cursor.end)
    const node = rest(cursor, name)
    return wire.length >= LEAST_TEXT && isAscii(wire) ? { ...node, label: decodeText(wire).text } : node
  },
}

/** `size` bytes, as hex. */
export const bytes = (size: number): Type => scalar(`${size} bytes`, size, (cursor) => hex(cursor.take(size)))

/** No bytes: the presence of the TLV is its meaning. */
export const empty: Type = {
  kind: 'empty',
  size: 0,
  read: (cursor, name) => ({ name, at: cursor.at, end: cursor.at, value: true }),
}

export const ipv4 = scalar('ipv4', 4, (cursor) => cursor.take(4).join('.'))

/** Seconds since 1970 UTC, labelled with the time. */
export const time32 = fixed('time32', 4, (cursor, name, at) => {
  const value = cursor.u32()
  return { name, at, end: at + 4, value, label: `${new Date(value * 1000).toISOString().slice(0, 19)}Z` }
})

/** The 8 bytes of a message's cookie, labelled with their text when they are printable ASCII (a NUL may end them). */
export const cookie8 = fixed('cookie', 8, (cursor, name, at) => {
  const cookie = cursor.take(8)
  const node: Draft = { name, at, end: at + 8, value: hex(cookie) }
  const length = cookie[7] === 0 ? 7 : 8
  let text = ''
  for (let i = 0; i < length; i++) {
    if (cookie[i]! < 0x20 || cookie[i]! > 0x7e) return node
    text += String.fromCharCode(cookie[i]!)
  }
  node.label = text
  return node
})

const FAMILY = new Map<number, string>()

/** The 16 bytes at `at` as a UUID in written order. Nearly all are of the family 0946xxyy-…, whose texts are kept. */
export function uuidText(bytes: Uint8Array, at: number): string {
  const code = readU16(bytes, at + 2)
  const inFamily =
    readU16(bytes, at) === 0x0946 &&
    readU32(bytes, at + 4) === 0x4c7f11d1 &&
    readU32(bytes, at + 8) === 0x82224445 &&
    readU32(bytes, at + 12) === 0x53540000
  const known = inFamily ? FAMILY.get(code) : undefined
  if (known !== undefined) return known
  const digits = hex(bytes, at, at + 16)
  const text = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`
  if (inFamily) FAMILY.set(code, text)
  return text
}

/** A UUID in written order (`09461343-4c7f-11d1-8222-444553540000`), labelled by `label` when that knows it. */
export function uuidType(label: (uuid: string) => string | undefined): Type {
  return fixed('uuid', 16, (cursor, name, at) => {
    const value = uuidText(cursor.bytes, cursor.at)
    cursor.take(16)
    const known = label(value)
    return known === undefined ? { name, at, end: at + 16, value } : { name, at, end: at + 16, value, label: known }
  })
}

/** The node of `count` bytes of text (they are there) that starts at `at` with whatever was read before them. */
export function textNode(cursor: Cursor, name: string, at: number, count: number, encoding: Encoding): Draft {
  const wire = cursor.take(count)
  const { text, valid } = decodeText(wire, encoding)
  const node: Draft = { name, at, end: cursor.at, value: text }
  if (!valid) node.raw = hex(wire)
  return node
}

/** Everything that is left, as text. */
export const text = (encoding: Encoding): Type => ({
  kind: 'text',
  read: (cursor, name) => textNode(cursor, name, cursor.at, cursor.left, encoding),
})

/** UTF-8, or what the writer's system had, with the bytes beside it. */
export const string: Type = { ...text('local'), kind: 'string' }

/** Text behind its length in bytes. */
function prefixed(kind: string, size: number, length: (cursor: Cursor) => number): Type {
  return {
    kind,
    read(cursor, name) {
      if (cursor.left < size) return cut(cursor, name, size)
      const at = cursor.at
      const count = length(cursor)
      const { left } = cursor
      if (count <= left) return textNode(cursor, name, at, count, 'local')
      const node = textNode(cursor, name, at, left, 'local')
      node.problem = `length ${count}, ${left} left`
      cursor.take(count)
      return node
    },
  }
}

export const string08 = prefixed('string08', 1, (cursor) => cursor.u8())
export const string16 = prefixed('string16', 2, (cursor) => cursor.u16())
export const string32le = prefixed('string32le', 4, (cursor) => cursor.u32le())
export const screenName: Type = { ...string08, kind: 'screenName' }

/** ICQ: little-endian length that counts a final NUL, which is not shown. */
export const stringLe: Type = {
  kind: 'stringLe',
  read(cursor, name) {
    if (cursor.left < 2) return cut(cursor, name, 2)
    const at = cursor.at
    const count = cursor.u16le()
    const have = Math.min(count, cursor.left)
    const terminated = have === count && count > 0 && cursor.bytes[cursor.at + count - 1] === 0
    const node = textNode(cursor, name, at, terminated ? count - 1 : have, 'local')
    if (terminated) node.end += cursor.take(1).length
    if (have < count) {
      node.problem = `length ${count}, ${have} left`
      cursor.take(count)
    }
    return node
  },
}

/** Sixteen bytes that a password is XORed with, over and over; the AIM and ICQ clients', Java AIM's, the Kerberos login's. */
export const ROAST = {
  aim: [0xf3, 0x26, 0x81, 0xc4, 0x39, 0x86, 0xdb, 0x92, 0x71, 0xa3, 0xb9, 0xe6, 0x53, 0x7a, 0x95, 0x7c],
  java: [0xf3, 0xb3, 0x6c, 0x99, 0x95, 0x3f, 0xac, 0xb6, 0xc5, 0xfa, 0x6b, 0x63, 0x69, 0x6c, 0xc3, 0x9a],
  kerberos: [0x76, 0x91, 0xc5, 0xe7, 0xd0, 0xd9, 0x95, 0xdd, 0x9e, 0x2f, 0xea, 0xd8, 0x6b, 0x21, 0xc2, 0xbc],
} as const

/** A roasted password, read with the first of the tables that makes text of it; `raw` has what is on the wire. */
export const roasted = (...tables: readonly (keyof typeof ROAST)[]): Type => ({
  kind: 'roasted text',
  secret: true,
  read(cursor, name) {
    const at = cursor.at
    const wire = cursor.take(cursor.left)
    const readings = tables.map((table) => wire.map((byte, k) => byte ^ ROAST[table][k % 16]!))
    const clear = readings.find(isAscii) ?? readings[0]!
    const value = decodeText(clear, 'utf-8').text
    return { name, at, end: cursor.at, value, raw: hex(wire), secret: true }
  },
})

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte >= 0x20 && byte < 0x7f)

/** `type` whose value output masks unless asked. */
export const secret = (type: Type): Type => ({
  ...type,
  secret: true,
  read: (cursor, name) => ({ ...type.read(cursor, name), secret: true }),
})
