/**
 * The rendezvous block, value of TLV 0x0005 of an ICBM on channel 2:
 *
 *     u16 type, 8 bytes cookie (that of the ICBM), 16 bytes service UUID, TLVs to the end
 */
import { find, type Node } from '../../bytes/node.ts'
import { encodingOf, recode, withCharsets } from '../charset.ts'
import { reader } from '../structures.ts'
import { tlvs } from '../tlv.ts'
import { cookie8, enum16, type Block, type Field, type Type } from '../types.ts'
import { RENDEZVOUS_TYPES, type RendezvousTypeName } from './reasons.ts'
import { tagsOfService } from './service-data.ts'
import { serviceUuid, SERVICES } from './services.ts'
import { TAG } from './tags.ts'

export interface Rendezvous {
  readonly type: number
  /** `PROPOSE`; the number in hex when nobody knows it. */
  readonly typeName: RendezvousTypeName | `0x${string}`
  /** 16 hex digits. */
  readonly cookie: string
  /** UUID, lower case. */
  readonly service: string
  /** `send-file`; the UUID when nobody knows it. */
  readonly serviceName: string
  /** In wire order, each with its `tag`. */
  readonly tags: readonly Node[]
  readonly node: Node
}

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

/** The decoded block as the conversation stage reads it; undefined when it is too short to have a service. */
export function rendezvousView(node: Node): Rendezvous | undefined {
  const [type, cookie, service, ...tags] = node.children ?? []
  if (typeof type?.value !== 'number' || typeof cookie?.value !== 'string' || typeof service?.value !== 'string')
    return undefined
  if (service.problem !== undefined || cookie.problem !== undefined) return undefined
  return {
    type: type.value,
    typeName: (type.label as RendezvousTypeName | undefined) ?? `0x${type.value.toString(16).padStart(4, '0')}`,
    cookie: cookie.value,
    service: service.value,
    serviceName: service.label ?? service.value,
    tags: tags.filter((tag) => tag.tag !== undefined),
    node,
  }
}
