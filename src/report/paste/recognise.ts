/** What pasted bytes are: decoded by the tables that decode captures. */
import { Cursor } from '../../bytes/cursor.ts'
import type { Node } from '../../bytes/node.ts'
import { u16, u32 } from '../../bytes/read.ts'
import { describeArs, describeFrame, describeOdc, describeOft } from '../../conversation/describe.ts'
import type { Decoded } from '../../conversation/event.ts'
import { FLAP_HEADER, FLAP_MARKER } from '../../oscar/flap.ts'
import { decodeSnac, FOODGROUPS, RENDEZVOUS_TYPES, serviceByUuid, SNAC_HEADER } from '../../oscar/index.ts'
import { rendezvousBlock } from '../../oscar/rendezvous/block.ts'
import { snacName } from '../../oscar/snac-name.ts'
import { looksLikeTlvs, tlvs, UNKNOWN_TLVS } from '../../oscar/tlv.ts'
import { uuidText } from '../../oscar/types.ts'
import { ARS_HEADER, looksLikeArs, readArsFrame } from '../../peer/ars.ts'
import {
  looksLikeOdc,
  ODC_HEADER,
  odcHeaderLength,
  odcPayloadLength,
  readOdcHeader,
  readOdcPayload,
} from '../../peer/odc.ts'
import { looksLikeOft, oftLength, readOftHeader } from '../../peer/oft-header.ts'

/** One thing that was recognised in `bytes[at, end)`. */
export interface Recognised extends Decoded {
  readonly kind: ShapeName
  readonly name: string
  readonly at: number
  readonly end: number
}

/** How a kind of bytes is told, how long one is, and what it says. `bytes` begins at `at`; offsets are into all of them. */
interface Shape {
  readonly looksLike: (bytes: Uint8Array, at: number) => boolean
  /** Where it ends as it says itself; beyond the bytes when it is cut short. */
  readonly end: (bytes: Uint8Array, at: number) => number
  /** Bytes below which there is nothing to read. */
  readonly least: number
  readonly decode: (bytes: Uint8Array, at: number, end: number) => Decoded & { readonly name: string }
}

const toEnd = (bytes: Uint8Array): number => bytes.length

const CHANNELS = ['', 'SIGNON', 'DATA', 'ERROR', 'SIGNOFF', 'KEEP_ALIVE']
const HEAD_OF_BLOCK = 26

const readTlvs = tlvs(UNKNOWN_TLVS)

/** In the order in which they are tried. */
const SHAPES = {
  flap: {
    looksLike: (bytes, at) =>
      bytes[at] === FLAP_MARKER && bytes.length - at >= 2 && bytes[at + 1]! >= 1 && bytes[at + 1]! <= 5,
    end: (bytes, at) => at + FLAP_HEADER + u16(bytes, at + 4),
    least: FLAP_HEADER,
    decode: (bytes, at, end) => {
      const isSnac = bytes[at + 1] === 2 && end - at >= FLAP_HEADER + SNAC_HEADER
      const name = isSnac
        ? snacName(u16(bytes, at + 6), u16(bytes, at + 8))
        : (CHANNELS[bytes[at + 1]!] ?? `CHANNEL_${bytes[at + 1]!}`)
      return { name, ...describeFrame(bytes, at, end) }
    },
  },
  oft: {
    looksLike: (bytes, at) => bytes.length - at >= 4 && looksLikeOft(bytes, at, bytes.length),
    end: (bytes, at) => at + oftLength(bytes, at),
    least: 8,
    decode: (bytes, at, end) => {
      const header = readOftHeader(bytes, at, end)
      return { name: header.name, ...describeOft(bytes, at, end) }
    },
  },
  odc: {
    looksLike: (bytes, at) => bytes.length - at >= 4 && looksLikeOdc(bytes, at, bytes.length),
    end: (bytes, at) => at + odcHeaderLength(bytes, at) + odcPayloadLength(bytes, at),
    least: 44,
    decode: decodeOdc,
  },
  ars: {
    looksLike: (bytes, at) => bytes.length - at >= 6 && looksLikeArs(bytes, at, bytes.length),
    end: (bytes, at) => at + 2 + u16(bytes, at),
    least: ARS_HEADER,
    decode: (bytes, at, end) => {
      const frame = readArsFrame(bytes, at, end)
      return { name: frame.name, ...describeArs(frame) }
    },
  },
  rendezvous: {
    looksLike: (bytes, at) =>
      bytes.length - at >= HEAD_OF_BLOCK &&
      u16(bytes, at) in RENDEZVOUS_TYPES &&
      serviceByUuid(uuidText(bytes, at + 10)) !== undefined,
    end: toEnd,
    least: HEAD_OF_BLOCK,
    decode: (bytes, at, end) => {
      const node = rendezvousBlock.read(new Cursor(bytes, at, end, 'rendezvous block'), 'rendezvous')
      const [type, , service] = node.children ?? []
      return {
        name: type?.label ?? String(type?.value),
        summary: String(service?.label ?? service?.value),
        nodes: [node],
      }
    },
  },
  snac: {
    looksLike: (bytes, at) =>
      bytes.length - at >= SNAC_HEADER && FOODGROUPS.get(u16(bytes, at))?.subgroups.has(u16(bytes, at + 2)) === true,
    end: toEnd,
    least: SNAC_HEADER,
    decode: (bytes, at, end) => {
      const { name, summary, node } = decodeSnac(bytes, at, end)
      return { name, summary, nodes: node.children ?? [] }
    },
  },
  tlv: {
    looksLike: (bytes, at) => bytes.length - at >= 4 && looksLikeTlvs(new Cursor(bytes, at)),
    end: toEnd,
    least: 4,
    decode: (bytes, at, end) => {
      const nodes: Node[] = []
      readTlvs.readInto(new Cursor(bytes, at, end, 'TLV block'), nodes)
      return { name: 'TLVS', summary: '', nodes }
    },
  },
} as const satisfies Readonly<Record<string, Shape>>

export type ShapeName = keyof typeof SHAPES
export const SHAPE_NAMES = Object.keys(SHAPES) as readonly ShapeName[]

function decodeOdc(bytes: Uint8Array, at: number, end: number): Decoded & { readonly name: string } {
  const body = Math.min(at + Math.max(odcHeaderLength(bytes, at), ODC_HEADER), end)
  const header = readOdcHeader(bytes, at, body)
  const payload = readOdcPayload(bytes, body, end, header.charset)
  const node = { name: 'odc', at, end, children: [...header.nodes, ...payload] }
  return {
    name: header.name,
    ...describeOdc({ header, node, missing: Math.max(0, body + header.payloadLength - end) }),
  }
}

export interface Reading {
  readonly found: readonly Recognised[]
  /** Where what nobody knows begins. */
  readonly rest: number
  /** Bytes that the last one says it has and that are not there. */
  readonly missing: number
}

/** Reads one after the other, whatever each looks like, or all as `kind`; and how far that goes. */
export function recognise(bytes: Uint8Array, start = 0, kind?: ShapeName): Reading {
  const found: Recognised[] = []
  let at = start
  while (at < bytes.length) {
    const from = at
    const next =
      kind ??
      SHAPE_NAMES.find((name) => (found.length === 0 || name === found[0]!.kind) && SHAPES[name].looksLike(bytes, from))
    if (next === undefined || bytes.length - at < SHAPES[next].least) break
    const shape: Shape = SHAPES[next]
    const stated = shape.end(bytes, at)
    const end = Math.max(Math.min(stated, bytes.length), Math.min(at + shape.least, bytes.length))
    found.push({ kind: next, at, end, ...shape.decode(bytes, at, end) })
    if (stated > bytes.length) return { found, rest: bytes.length, missing: stated - bytes.length }
    at = end
  }
  return { found, rest: at, missing: 0 }
}

/** Where the payload of TCP begins when the bytes are a whole IPv4 packet, as tcpdump -x shows them; else 0. */
export function payloadOf(bytes: Uint8Array): number {
  const header = (bytes[0]! & 15) * 4
  if (
    bytes[0]! >> 4 !== 4 ||
    header < 20 ||
    bytes.length < header + 20 ||
    bytes[9] !== 6 ||
    u16(bytes, 2) !== bytes.length
  )
    return 0
  const payload = header + (bytes[header + 12]! >> 4) * 4
  return u32(bytes, 12) !== 0 && payload <= bytes.length ? payload : 0
}
