import { isIPv4 } from 'node:net'
import type { TapEnd } from './packet-maker.ts'

const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i

/** Both ends of a connection; when only one is IPv6, the other is written as one, too (`::ffff:a.b.c.d`). */
export function tapEnds(client: [text: string, port: number], server: [text: string, port: number]): [TapEnd, TapEnd] {
  const addresses = [addressBytes(client[0]), addressBytes(server[0])]
  const mixed = addresses[0]!.length !== addresses[1]!.length
  const [first, second] = mixed ? addresses.map(asIpv6) : addresses
  return [
    { address: first!, port: client[1] },
    { address: second!, port: server[1] },
  ]
}

/** Bytes of an address as the system writes it; an IPv4 address in IPv6's clothes is IPv4. */
export function addressBytes(text: string): Uint8Array {
  const plain = text.replace(MAPPED, '').replace(/%.*$/, '')
  if (isIPv4(plain)) return Uint8Array.from(plain.split('.'), Number)
  const [head = '', tail] = plain.split('::')
  const front = groups(head)
  const back = groups(tail ?? '')
  const bytes = new Uint8Array(16)
  bytes.set(front, 0)
  if (tail !== undefined) bytes.set(back, 16 - back.length)
  return bytes
}

function groups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (isIPv4(group)) return [...addressBytes(group)]
    const value = parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}

function asIpv6(address: Uint8Array): Uint8Array {
  if (address.length === 16) return address
  return Uint8Array.of(...new Uint8Array(10), 0xff, 0xff, ...address)
}
