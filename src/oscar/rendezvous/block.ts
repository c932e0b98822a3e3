/**
 * The rendezvous block, value of TLV 0x0005 of an ICBM on channel 2:
 *
 *     u16 type, 8 bytes cookie (that of the ICBM), 16 bytes service UUID, TLVs to the end
 */
import { Cursor } from '../../bytes/cursor.ts'
import { hex } from '../../bytes/hex.ts'
import { ipv4Text } from '../../bytes/ipv4.ts'
import { find, type Node } from '../../bytes/node.ts'
import { u16, u32 } from '../../bytes/read.ts'
import { encodingOf, recode, withCharsets } from '../charset.ts'
import { reader } from '../structures.ts'
import { tlvs } from '../tlv.ts'
import { cookie8, enum16, uuidText, type Block, type Field, type Names, type Type } from '../types.ts'
import { RENDEZVOUS_TYPES, type RendezvousTypeName } from './reasons.ts'
import { tagsOfService } from './service-data.ts'
import { serviceByUuid, serviceUuid, SERVICES } from './services.ts'
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
  fields: HEAD,
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
  const data = encoding === 'latin1' ? tagOf(tags, TAG.SERVICE_DATA) : undefined
  const name = data && find(data, 'fileName')
  if (encoding && name) recode(bytes, name, name.at, bytes[name.end - 1] === 0 ? name.end - 1 : name.end, encoding)
}

/** The first node with this tag. */
export function tagOf(tags: readonly Node[], tag: number): Node | undefined {
  return tags.find((node) => node.tag === tag)
}

/** Type, cookie and service. */
const HEAD_BYTES = 26

/** A tag's place in a block. */
export interface TagPlace {
  readonly tag: number
  /** Offset of the value, and how many bytes of it there are. */
  readonly at: number
  readonly length: number
}

/**
 * A block as the conversation stage and the rules read it. Only the places of its tags are known at first, because most
 * questions are whether a tag is there and what number it holds; `node` decodes all of it when somebody looks.
 */
export class Rendezvous {
  readonly type: number
  /** 16 hex digits. */
  readonly cookie: string
  /** UUID, lower case. */
  readonly service: string
  /** In wire order. */
  readonly places: readonly TagPlace[]
  /** Bytes behind the last whole tag; a tag that is longer than the block counts as whole and has `overflow`. */
  readonly trailing: number
  /** Bytes that the last tag claims and the block does not have. */
  readonly overflow: number
  /** Bytes that the block itself claims and its message does not have. */
  readonly missing: number
  /** The block alone, kept: what it was read from moves on. */
  private readonly bytes: Uint8Array
  private decoded: Node | undefined

  constructor(bytes: Uint8Array, missing = 0) {
    this.bytes = bytes
    this.missing = missing
    this.type = u16(bytes, 0)
    this.cookie = hex(bytes, 2, 10)
    this.service = uuidText(bytes, 10)
    const places: TagPlace[] = []
    let at = HEAD_BYTES
    let overflow = 0
    while (bytes.length - at >= 4) {
      const stated = u16(bytes, at + 2)
      const length = Math.min(stated, bytes.length - at - 4)
      places.push({ tag: u16(bytes, at), at: at + 4, length })
      overflow = stated - length
      at += 4 + length
    }
    this.places = places
    this.overflow = overflow
    this.trailing = bytes.length - at
  }

  /** `PROPOSE`; the number in hex when nobody knows it. */
  get typeName(): RendezvousTypeName | `0x${string}` {
    return (RENDEZVOUS_TYPES as Names)[this.type] as RendezvousTypeName | undefined ?? `0x${this.type.toString(16).padStart(4, '0')}`
  }

  /** `send-file`; the UUID when nobody knows it. */
  get serviceName(): string {
    return serviceByUuid(this.service)?.name ?? this.service
  }

  has(tag: number): boolean {
    return this.place(tag) !== undefined
  }

  /** The first tag with this number. */
  place(tag: number): TagPlace | undefined {
    for (const place of this.places) if (place.tag === tag) return place
    return undefined
  }

  /** Value of a number tag of two or four bytes; undefined when it is absent or has another size. */
  number(tag: number): number | undefined {
    const place = this.place(tag)
    if (place?.length === 2) return u16(this.bytes, place.at)
    return place?.length === 4 ? u32(this.bytes, place.at) : undefined
  }

  /** Value of an IPv4 tag as a number; undefined when it is absent or has another size. */
  word(tag: number): number | undefined {
    const place = this.place(tag)
    return place?.length === 4 ? u32(this.bytes, place.at) : undefined
  }

  /** The same as text. */
  address(tag: number): string | undefined {
    const word = this.word(tag)
    return word === undefined ? undefined : ipv4Text(word)
  }

  /** The whole block, decoded. Offsets are those of the block. */
  get node(): Node {
    return (this.decoded ??= rendezvousBlock.read(new Cursor(this.bytes), 'rendezvous'))
  }

  /** The decoded tags, in wire order. */
  get tags(): readonly Node[] {
    return (this.node.children ?? []).filter((node) => node.tag !== undefined)
  }
}

/** The block `bytes[start, end)`, which claims `missing` bytes more; undefined when it is too short to have a service. */
export function readRendezvous(bytes: Uint8Array, start: number, end: number, missing: number): Rendezvous | undefined {
  return end - start < HEAD_BYTES ? undefined : new Rendezvous(bytes.slice(start, end), missing)
}
