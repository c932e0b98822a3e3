import { Cursor } from '../bytes/cursor.ts'
import { hex } from '../bytes/hex.ts'
import type { Node } from '../bytes/node.ts'
import { decodeText, type Encoding } from '../bytes/printable.ts'
import { u16, u32 } from '../bytes/read.ts'

/**
 * A direct IM frame (rendezvous reference, section 9).
 *   0  4  `ODC2`          12  8  cookie          32  2  charset
 *   4  2  header length   20  8  0               36  4  flags
 *   6  2  type 1          28  4  payload length  44 32  screen name
 *   8  2  subtype 6
 */
export const ODC_HEADER = 76
/** libpurple closes a connection that announces more than 50 MiB. */
export const ODC_LONGEST = 52_428_800

const CHARSETS: ReadonlyMap<number, readonly [string, Encoding]> = new Map<number, readonly [string, Encoding]>([
  [0, ['ASCII', 'local']],
  [2, ['UTF-16BE', 'utf-16be']],
  [3, ['ISO-8859-1', 'latin1']],
])

const FLAGS: readonly (readonly [number, string])[] = [
  [0x01, 'AUTO_RESPONSE'],
  [0x02, 'TYPING_PACKET'],
  [0x04, 'TYPED'],
  [0x08, 'TYPING'],
  [0x20, 'CONFIRMATION'],
  [0x40, 'CONFIRMATION_MAC'],
]

export type OdcName = 'CONFIRM' | 'TYPING' | 'MESSAGE'

export interface OdcHeader {
  readonly name: OdcName
  readonly length: number
  readonly type: number
  readonly subtype: number
  readonly cookie: string
  readonly payloadLength: number
  readonly charset: number
  readonly flags: number
  readonly screenName: string
  readonly nodes: readonly Node[]
}

/** Whether `bytes[at, end)` can begin a direct IM frame. */
export function looksLikeOdc(bytes: Uint8Array, at: number, end: number): boolean {
  const magic = [0x4f, 0x44, 0x43, 0x32]
  for (let k = 0; k < 4; k++) if (at + k < end && bytes[at + k] !== magic[k]) return false
  return end - at < 6 || u16(bytes, at + 4) >= 44
}

export const odcHeaderLength = (bytes: Uint8Array, at: number): number => u16(bytes, at + 4)
export const odcPayloadLength = (bytes: Uint8Array, at: number): number => u32(bytes, at + 28)

/** Reads a header of at least 44 bytes at `start`. */
export function readOdcHeader(bytes: Uint8Array, start: number, end: number): OdcHeader {
  const c = new Cursor(bytes, start, end, 'ODC2 header')
  const nodes: Node[] = []
  const leaf = (name: string, at: number, value: number | string, extra: Partial<Node> = {}): void => {
    nodes.push({ name, at, end: c.at, value, ...extra })
  }
  const number = (name: string, size: 2 | 4, label?: string): number => {
    const at = c.at
    const value = size === 2 ? c.u16() : c.u32()
    leaf(name, at, value, label === undefined ? {} : { label })
    return value
  }
  const blob = (name: string, size: number): string => {
    const at = c.at
    const value = hex(c.take(Math.min(size, c.left)))
    leaf(name, at, value)
    return value
  }
  c.take(4)
  leaf('magic', start, 'ODC2')
  const length = number('length', 2)
  const type = number('type', 2)
  const subtype = number('subtype', 2)
  blob('unknown1', 2)
  const cookie = blob('cookie', 8)
  blob('unknown2', 8)
  const payloadLength = number('payloadLength', 4)
  const charsetAt = c.at
  const charset = c.u16()
  leaf('charset', charsetAt, charset, label(CHARSETS.get(charset)?.[0]))
  number('charsetSubset', 2)
  const flagsAt = c.at
  const flags = c.u32()
  leaf('flags', flagsAt, flags, { flags: FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name) })
  blob('unknown3', 4)
  const nameAt = c.at
  const field = c.take(Math.min(32, c.left))
  const nul = field.indexOf(0)
  const screenName = decodeText(nul < 0 ? field : field.subarray(0, nul), 'local').text
  leaf('screenName', nameAt, screenName)
  if (c.left > 0) blob('extra', c.left)
  const name = (flags & 0x20) !== 0 ? 'CONFIRM' : payloadLength === 0 && (flags & 0x0e) !== 0 ? 'TYPING' : 'MESSAGE'
  return { name, length, type, subtype, cookie, payloadLength, charset, flags, screenName, nodes }
}

/** The text of a message and the pictures in it: `<BINARY>` holds `<DATA ID= SIZE=>` blocks of raw bytes. */
export function readOdcPayload(bytes: Uint8Array, start: number, end: number, charset: number): readonly Node[] {
  const nodes: Node[] = []
  const binary = findTag(bytes, '<BINARY>', start, end)
  const textEnd = binary < 0 ? end : binary
  if (textEnd > start) {
    const raw = bytes.subarray(start, textEnd)
    const text = decodeText(raw, CHARSETS.get(charset)?.[1] ?? 'local')
    nodes.push({ name: 'text', at: start, end: textEnd, value: text.text, ...(text.valid ? {} : { raw: hex(raw) }) })
  }
  if (binary < 0) return nodes
  const items: Node[] = []
  let at = binary + 8
  nodes.push({ name: 'binary', at: binary, end, list: true, head: 8, children: items })
  for (;;) {
    const tag = findTag(bytes, '<DATA ', at, end)
    const close = tag < 0 ? -1 : bytes.indexOf(0x3e, tag)
    if (tag < 0 || close < 0 || close >= end) break
    const attributes = decodeText(bytes.subarray(tag, close + 1), 'latin1').text
    const size = Number(/SIZE="?(\d{1,10})/i.exec(attributes)?.[1] ?? 0)
    const id = Number(/ID="?(\d{1,10})/i.exec(attributes)?.[1] ?? 0)
    const stop = Math.min(close + 1 + size, end)
    const problem = stop < close + 1 + size ? `size ${size}, ${end - close - 1} left` : undefined
    if (tag > at)
      items.push({ name: 'markup', at, end: tag, value: decodeText(bytes.subarray(at, tag), 'latin1').text })
    items.push({
      name: 'data',
      at: tag,
      end: stop,
      head: close + 1 - tag,
      children: [
        { name: 'id', at: tag, end: tag, value: id },
        { name: 'size', at: tag, end: tag, value: size },
        { name: 'bytes', at: close + 1, end: stop, value: stop - close - 1 },
      ],
      ...(problem === undefined ? {} : { problem }),
    })
    at = stop
  }
  if (at < end) items.push({ name: 'markup', at, end, value: decodeText(bytes.subarray(at, end), 'latin1').text })
  return nodes
}

const label = (text: string | undefined): Partial<Node> => (text === undefined ? {} : { label: text })

/** First place of an ASCII tag in `bytes[start, end)`, whatever its case; -1 when it is not there. */
function findTag(bytes: Uint8Array, tag: string, start: number, end: number): number {
  for (let at = bytes.indexOf(0x3c, start); at >= 0 && at + tag.length <= end; at = bytes.indexOf(0x3c, at + 1)) {
    let k = 1
    while (k < tag.length && (bytes[at + k]! & 0xdf) === (tag.charCodeAt(k) & 0xdf)) k++
    if (k === tag.length) return at
  }
  return -1
}
