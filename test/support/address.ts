import { concat, u16, u8, zeros } from './bytes.ts'

/** One end of a TCP connection. */
export interface Endpoint {
  ip: string
  port: number
}

/** `10.0.0.1:5190` or `[2001:db8::1]:5190`. */
export function endpoint(text: string): Endpoint {
  const parts = /^\[?([0-9a-fA-F.:]+?)\]?:(\d+)$/.exec(text)
  if (parts === null) throw new Error(`not ip:port: ${text}`)
  return { ip: parts[1]!, port: Number(parts[2]) }
}

export const isIpv6 = (ip: string) => ip.includes(':')

export function ipv4(ip: string): Uint8Array {
  const parts = ip.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) throw new Error(`not IPv4: ${ip}`)
  return u8(...parts)
}

export function ipv6(ip: string): Uint8Array {
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)))
  const [head = '', tail] = ip.split('::')
  const before = u16(...groups(head))
  const after = u16(...groups(tail ?? ''))
  const all = concat(before, zeros(tail === undefined ? 0 : 16 - before.length - after.length), after)
  if (all.length !== 16) throw new Error(`not IPv6: ${ip}`)
  return all
}

/** 4 or 16 bytes. */
export const ipBytes = (ip: string) => (isIpv6(ip) ? ipv6(ip) : ipv4(ip))
