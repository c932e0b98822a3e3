import { Cursor } from '../bytes/cursor.ts'
import { hex } from '../bytes/hex.ts'
import type { Node } from '../bytes/node.ts'
import { decodeText } from '../bytes/printable.ts'
import { u16, u32 } from '../bytes/read.ts'

/**
 * A frame of the rendezvous proxy (rendezvous reference, section 8).
 *   0  2  length of what follows these two bytes, at least 10
 *   2  2  version 0x044a
 *   4  2  command
 *   6  4  unknown, 0
 *  10  2  flags: 0x0220 from the proxy, 0 from a client
 */
export const ARS_HEADER = 12
export const ARS_VERSION = 0x044a

export const ARS_COMMANDS: ReadonlyMap<number, { readonly name: string; readonly from: 'client' | 'server' }> = new Map(
  [
    [0x0001, { name: 'ERROR', from: 'server' }],
    [0x0002, { name: 'INIT_SEND', from: 'client' }],
    [0x0003, { name: 'ACK', from: 'server' }],
    [0x0004, { name: 'INIT_RECV', from: 'client' }],
    [0x0005, { name: 'READY', from: 'server' }],
  ],
)

export const ARS_ERRORS: ReadonlyMap<number, string> = new Map([
  [0x000d, 'BAD_REQUEST'],
  [0x000e, 'MALFORMED'],
  [0x0010, 'INITIAL_REQUEST_TIMED_OUT'],
  [0x0016, 'UNKNOWN_COMMAND'],
  [0x001a, 'ACCEPT_PERIOD_TIMED_OUT'],
  [0x001c, 'INVALID_DATA'],
])

export interface ArsFrame {
  /** Bytes after the length field, as the frame says. */
  readonly length: number
  readonly version: number
  readonly command: number
  readonly name: string
  readonly unknown: number
  readonly flags: number
  readonly screenName?: string
  /** The `port` that a proposal hands on in tag 0x0005. */
  readonly token?: number
  /** Address word of the proxy node. */
  readonly address?: string
  readonly cookie?: string
  readonly service?: string
  readonly error?: number
  readonly node: Node
}

/** Whether `bytes[at, end)` can begin a proxy frame, judged by what there is of it. */
export function looksLikeArs(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < 4) return end - at < 3 || bytes[at + 2] === ARS_VERSION >> 8
  const length = u16(bytes, at)
  if (u16(bytes, at + 2) !== ARS_VERSION || length < 4 || length > 1024) return false
  return end - at < 6 || (bytes[at + 4] === 0 && bytes[at + 5]! <= 0x10)
}

/**
 * Whether a frame with another version number can begin here. Only for connections that have shown themselves to be the
 * proxy's: a known command and nothing in the unknown field is all there is to go by.
 */
export function looksLikeOtherArs(bytes: Uint8Array, at: number, end: number): boolean {
  const have = end - at
  if (have >= 2 && (u16(bytes, at) < 10 || u16(bytes, at) > 1024)) return false
  if (have >= 6 && !ARS_COMMANDS.has(u16(bytes, at + 4))) return false
  return have < 10 || u32(bytes, at + 6) === 0
}

/** Reads the frame `bytes[start, end)`. */
export function readArsFrame(bytes: Uint8Array, start: number, end: number): ArsFrame {
  const c = new Cursor(bytes, start, end, 'proxy frame')
  const nodes: Node[] = []
  const leaf = (name: string, at: number, value: number | string, label?: string): void => {
    nodes.push({ name, at, end: c.at, value, ...(label === undefined ? {} : { label }) })
  }
  const number = (name: string, read: () => number): number => {
    const at = c.at
    const value = read()
    leaf(name, at, value)
    return value
  }
  const length = number('length', () => c.u16())
  const version = number('version', () => c.u16())
  const commandAt = c.at
  const command = c.u16()
  const kind = ARS_COMMANDS.get(command)
  leaf('command', commandAt, command, kind?.name)
  const unknown = number('unknown', () => c.u32())
  const flags = number('flags', () => c.u16())
  const body: { -readonly [K in keyof ArsFrame]?: ArsFrame[K] } = {}
  if (command === 0x0001) {
    const at = c.at
    body.error = c.u16()
    leaf('error', at, body.error, ARS_ERRORS.get(body.error))
  } else if (command === 0x0003) {
    body.token = number('token', () => c.u16())
    const at = c.at
    body.address = [c.u8(), c.u8(), c.u8(), c.u8()].join('.')
    leaf('address', at, body.address)
  } else if (command === 0x0002 || command === 0x0004) {
    const nameAt = c.at
    body.screenName = decodeText(c.sub(c.u8(), 'screen name').rest(), 'local').text
    leaf('screenName', nameAt, body.screenName)
    if (command === 0x0004) body.token = number('token', () => c.u16())
    const cookieAt = c.at
    body.cookie = hex(c.take(8))
    leaf('cookie', cookieAt, body.cookie)
    while (c.left >= 4) {
      const at = c.at
      const tag = c.u16()
      const value = hex(c.sub(c.u16(), 'TLV').rest())
      if (tag === 0x0001) body.service = value
      leaf(tag === 0x0001 ? 'SERVICE' : `TLV_0x${tag.toString(16).padStart(4, '0')}`, at, value)
    }
  }
  if (c.left > 0) {
    const at = c.at
    leaf('trailing', at, hex(c.rest()))
  }
  const name = kind?.name ?? `0x${command.toString(16).padStart(4, '0')}`
  return {
    length,
    version,
    command,
    name,
    unknown,
    flags,
    ...body,
    node: { name: 'ars', at: start, end, children: nodes },
  }
}
