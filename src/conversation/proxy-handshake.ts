/**
 * What a client and an HTTP or SOCKS proxy say to each other before the connection to the server is through: it is passed over,
 * and the protocol looked for at the first byte behind it.
 *
 *     HTTP     CONNECT host:port HTTP/1.x, headers, empty line          HTTP/1.x 2.., headers, empty line
 *     SOCKS 4  04 01, port, address, user NUL [host NUL]                00 5a, 6 bytes
 *     SOCKS 5  05, count, methods; [01, user, password]; 05 01 00, type, address, port
 *              05, method; [01 00]; 05 00 00, type, address, port
 */
import { u16 } from '../bytes/read.ts'

export type ProxyKind = 'http' | 'socks4' | 'socks5'

/** How far the handshake of a connection is. */
export interface Handshake {
  kind: ProxyKind | undefined
  /** Messages of each side so far. */
  readonly said: [client: number, proxy: number]
}

export const newHandshake = (): Handshake => ({ kind: undefined, said: [0, 0] })

/** Longest request or reply head that is waited for; Apache's limit of a header line is 8 KiB. */
const LONGEST = 8_192

/** Bytes of the next message of the handshake at the start of `bytes[start, end)`; 0 when it is none, -1 while it may become one. */
export function handshakeMessage(
  state: Handshake,
  fromClient: boolean,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  if (state.kind === undefined) {
    if (!fromClient) return 0
    state.kind = kindOf(bytes, start, end)
    if (state.kind === undefined) return 0
  }
  const side = fromClient ? 0 : 1
  const length = READERS[state.kind](state, fromClient, bytes, start, end)
  if (length > 0) state.said[side]++
  return end - start >= LONGEST && length < 0 ? 0 : length
}

const CONNECT = [...'CONNECT '].map((letter) => letter.charCodeAt(0))

function kindOf(bytes: Uint8Array, start: number, end: number): ProxyKind | undefined {
  const length = end - start
  if (CONNECT.every((byte, k) => k >= length || bytes[start + k] === byte)) return 'http'
  const [first, second] = [bytes[start], bytes[start + 1] ?? 0]
  // A greeting is alone in its segment: the client has to wait for the answer.
  if (first === 5 && second >= 1 && second <= 9 && length === 2 + second) return 'socks5'
  return first === 4 && second === 1 && length >= 9 && bytes[end - 1] === 0 ? 'socks4' : undefined
}

type Reader = (state: Handshake, fromClient: boolean, bytes: Uint8Array, start: number, end: number) => number

const READERS: Readonly<Record<ProxyKind, Reader>> = {
  http(state, fromClient, bytes, start, end) {
    if (state.said[fromClient ? 0 : 1] > 0) return 0
    if (!fromClient && end - start >= 10 && (bytes[start] !== 0x48 || bytes[start + 9] !== 0x32)) return 0
    for (let at = start; at + 4 <= end; at++) {
      if (bytes[at] === 13 && bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10)
        return at + 4 - start
    }
    return -1
  },
  socks4(state, fromClient, bytes, start, end) {
    if (state.said[fromClient ? 0 : 1] > 0) return 0
    if (!fromClient) return bytes[start] !== 0 ? 0 : atLeast(8, start, end)
    const user = bytes.indexOf(0, start + 8)
    // The address 0.0.0.x announces a host name behind the user's.
    const named = u16(bytes, start + 4) === 0 && bytes[start + 6] === 0 && bytes[start + 7] !== 0
    const last = named && user >= 0 ? bytes.indexOf(0, user + 1) : user
    return last < 0 || last >= end ? -1 : last + 1 - start
  },
  socks5(state, fromClient, bytes, start, end) {
    const said = state.said[fromClient ? 0 : 1]
    if (said === 0) {
      if (fromClient) return atLeast(2 + (bytes[start + 1] ?? 0), start, end)
      return bytes[start] === 5 ? atLeast(2, start, end) : 0
    }
    if (said === 1 && bytes[start] === PASSWORD) {
      if (!fromClient) return atLeast(2, start, end)
      const user = bytes[start + 1] ?? 0
      return atLeast(3 + user + (bytes[start + 2 + user] ?? 0), start, end)
    }
    if (said > 2 || bytes[start] !== 5) return 0
    const size = ADDRESS[bytes[start + 3] ?? 0] ?? 1 + (bytes[start + 4] ?? 0)
    return end - start < 5 ? -1 : atLeast(6 + size, start, end)
  },
}

/** Version of the exchange of a password and its answer. */
const PASSWORD = 1

/** Bytes of an address by its type; a host name has its length before it. */
const ADDRESS: Readonly<Record<number, number>> = { 1: 4, 4: 16 }

const atLeast = (length: number, start: number, end: number): number => (end - start < length ? -1 : length)
