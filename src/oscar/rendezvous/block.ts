/**
 * The rendezvous block, value of TLV 0x0005 of an ICBM on channel 2:
 *
 *     u16 type, 8 bytes cookie (that of the ICBM), 16 bytes service UUID, TLVs to the end
 */
import { Cursor } from '../../bytes/cursor.ts'
import { hex8 } from '../../bytes/hex.ts'
import { ipv4Text } from '../../bytes/ipv4.ts'
import { find, type Node } from '../../bytes/node.ts'
import { u16, u32 } from '../../bytes/read.ts'
import { Slab } from '../../bytes/slab.ts'
import { encodingOf, recode, withCharsets } from '../charset.ts'
import { reader } from '../structures.ts'
import { tlvs } from '../tlv.ts'
import { cookie8, enum16, uuidText, type Block, type Field, type Names, type Type } from '../types.ts'
import { RENDEZVOUS_TYPES, type RendezvousTypeName } from './reasons.ts'
import { tagsOfService } from './service-data.ts'
import { type Service, serviceAt, SERVICES, serviceUuid } from './services.ts'
import { survey } from './signs.ts'
import { TAG } from './tags.ts'

const HEAD: readonly Field[] = [
  ['type', enum16(RENDEZVOUS_TYPES)],
  ['cookie', cookie8],
  ['service', serviceUuid],
]

const readHead = reader(HEAD)
const tagsBlock = (service?: string): Block =>
  withCharsets(tlvs(tagsOfService(service)), [[TAG.INVITE_MIME_CHARSET, TAG.INVITATION]])
const TAGS = new Map(SERVICES.map(({ name }) => [name, tagsBlock(name)]))
const OTHER_TAGS = tagsBlock()

export const rendezvousBlock: Type = {
  kind: 'rendezvous',
  fields: [...HEAD, ...TAGS.values(), OTHER_TAGS],
  read(cursor, name) {
    const at = cursor.at
    const children: Node[] = []
    readHead(cursor, children)
    if (!cursor.short) {
      const tags = TAGS.get(children[2]?.label ?? '') ?? OTHER_TAGS
      tags.readInto(cursor, children)
      applyFileCharset(cursor.bytes, children)
    }
    return { name, at, end: cursor.at, children }
  },
}

/** The charset of a file's name is named behind the name. */
function applyFileCharset(bytes: Uint8Array, tags: readonly Node[]): void {
  const encoding = encodingOf(tagOf(tags, TAG.SERVICE_DATA_CHARSET))
  // Its end is found by a NUL, which UTF-16 is full of.
  const data = encoding === 'utf-16be' ? undefined : tagOf(tags, TAG.SERVICE_DATA)
  const name = data && find(data, 'fileName')
  if (encoding && name) recode(bytes, name, name.at, bytes[name.end - 1] === 0 ? name.end - 1 : name.end, encoding)
}

/** The first node with this tag. */
export function tagOf(tags: readonly Node[], tag: number): Node | undefined {
  return tags.find((node) => node.tag === tag)
}

/** Type, cookie and service. */
const HEAD_BYTES = 26

/** A tag of a block. */
export interface TagPlace {
  readonly tag: number
  /** Bytes of the value that are there. */
  readonly length: number
}

/**
 * A block as the conversation stage and the rules read it, in place, because most questions are whether a tag is there and
 * what number it holds; `node` decodes all of it when somebody looks.
 */
export class Rendezvous {
  readonly type: number
  /** 16 hex digits. */
  readonly cookie: string
  /** UUID, lower case. */
  readonly service: string
  /** Bytes behind the last whole tag; a tag that is longer than the block counts as whole and has `overflow`. */
  readonly trailing: number
  /** Bytes that the last tag claims and the block does not have. */
  readonly overflow: number
  /** Bytes that the block itself claims and its message does not have. */
  readonly missing: number
  /** What the service is, when it is known. */
  readonly known: Service | undefined
  /** Bit n: tag n is there, of tags below 32. Most questions are about tags that are not there. */
  readonly low: number
  /** What stands out: bits of `SIGN`. */
  readonly signs: number
  private readonly bytes: Uint8Array
  private readonly start: number
  private readonly end: number
  private decoded: Node | undefined

  /** Reads `bytes[start, end)`, which must stay as they are. */
  constructor(bytes: Uint8Array, start: number, end: number, missing: number) {
    this.bytes = bytes
    this.start = start
    this.end = end
    this.missing = missing
    this.type = u16(bytes, start)
    this.cookie = hex8(bytes, start + 2)
    this.known = serviceAt(bytes, start + 10)
    this.service = this.known?.uuid ?? uuidText(bytes, start + 10)
    const seen = survey(bytes, start + HEAD_BYTES, end, this.type, this.known, missing)
    this.low = seen.tags
    this.signs = seen.signs
    this.overflow = Math.max(0, seen.end - end)
    this.trailing = Math.max(0, end - seen.end)
  }

  /** The bytes of the block. */
  get raw(): Uint8Array {
    return this.bytes.subarray(this.start, this.end)
  }

  /** `PROPOSE`; the number in hex when nobody knows it. */
  get typeName(): RendezvousTypeName | `0x${string}` {
    return (
      ((RENDEZVOUS_TYPES as Names)[this.type] as RendezvousTypeName | undefined) ??
      `0x${this.type.toString(16).padStart(4, '0')}`
    )
  }

  /** `send-file`; the UUID when nobody knows it. */
  get serviceName(): string {
    return this.known?.name ?? this.service
  }

  has(tag: number): boolean {
    return tag < 32 ? (this.low & (1 << tag)) !== 0 : this.find(tag) >= 0
  }

  /** Bytes of the first tag with this number; undefined when there is none. */
  lengthOf(tag: number): number | undefined {
    const at = this.find(tag)
    return at < 0 ? undefined : this.lengthAt(at)
  }

  /** Value of a number tag of two or four bytes; undefined when it is absent or has another size. */
  number(tag: number): number | undefined {
    const at = this.find(tag)
    const length = at < 0 ? 0 : this.lengthAt(at)
    if (length === 2) return u16(this.bytes, at + 4)
    return length === 4 ? u32(this.bytes, at + 4) : undefined
  }

  /** SEQUENCE_NUM; undefined when it is absent or is no number of two bytes. */
  get sequence(): number | undefined {
    return this.lengthOf(TAG.SEQUENCE_NUM) === 2 ? this.number(TAG.SEQUENCE_NUM) : undefined
  }

  /** Value of an IPv4 tag as a number; undefined when it is absent or has another size. */
  word(tag: number): number | undefined {
    return this.lengthOf(tag) === 4 ? this.number(tag) : undefined
  }

  /** Value of the first tag with this number, in place; undefined when there is none. */
  bytesOf(tag: number): Uint8Array | undefined {
    const at = this.find(tag)
    return at < 0 ? undefined : this.bytes.subarray(at + 4, at + 4 + this.lengthAt(at))
  }

  /** Both blocks have a tag with the same value, or neither has it. */
  agrees(other: Rendezvous, tag: number): boolean {
    const [here, there] = [this.find(tag), other.find(tag)]
    if (here < 0 || there < 0) return here === there
    const length = this.lengthAt(here)
    if (length !== other.lengthAt(there)) return false
    for (let k = 4; k < 4 + length; k++) if (this.bytes[here + k] !== other.bytes[there + k]) return false
    return true
  }

  /** The tags in wire order. */
  get places(): TagPlace[] {
    const places: TagPlace[] = []
    for (let at = this.start + HEAD_BYTES; this.end - at >= 4; at += 4 + this.lengthAt(at)) {
      places.push({ tag: u16(this.bytes, at), length: this.lengthAt(at) })
    }
    return places
  }

  /** Whether `test` holds for any tag; makes no list of them. */
  some(test: (tag: number, length: number) => boolean): boolean {
    const { bytes, end } = this
    for (let at = this.start + HEAD_BYTES; end - at >= 4; at += 4 + this.lengthAt(at)) {
      if (test(u16(bytes, at), this.lengthAt(at))) return true
    }
    return false
  }

  /** Offset of the first tag with this number, -1 when there is none. */
  private find(tag: number): number {
    const { bytes, end } = this
    if (tag < 32 && (this.low & (1 << tag)) === 0) return -1
    for (let at = this.start + HEAD_BYTES; end - at >= 4; at += 4 + u16(bytes, at + 2)) {
      if (u16(bytes, at) === tag) return at
    }
    return -1
  }

  /** Bytes of the value of the tag at `at`. */
  private lengthAt(at: number): number {
    return Math.min(u16(this.bytes, at + 2), this.end - at - 4)
  }

  /** The same as text. */
  address(tag: number): string | undefined {
    const word = this.word(tag)
    return word === undefined ? undefined : ipv4Text(word)
  }

  /** The whole block, decoded. Offsets are those of the block. */
  get node(): Node {
    const { bytes, start, end } = this
    return (this.decoded ??= rendezvousBlock.read(new Cursor(bytes.subarray(start, end)), 'rendezvous'))
  }

  /** The decoded tags, in wire order. */
  get tags(): readonly Node[] {
    return (this.node.children ?? []).filter((node) => node.tag !== undefined)
  }
}

const slab = new Slab()

/** A copy of the block `bytes[start, end)`, which claims `missing` bytes more; undefined when it is too short to have a service. */
export function readRendezvous(bytes: Uint8Array, start: number, end: number, missing: number): Rendezvous | undefined {
  if (end - start < HEAD_BYTES) return undefined
  const at = slab.keep(bytes, start, end)
  return new Rendezvous(slab.bytes, at, at + end - start, missing)
}
