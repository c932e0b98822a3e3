import { ipv6Text } from '../../network/address.ts'

/** What an address has to be: one address, or an IPv4 network. */
export type AddressTest = (address: string) => boolean

/** `10.0.0.1`, `10.0.0.0/8`, `2001:db8::1`; undefined for anything else. */
export function addressTest(text: string): AddressTest | undefined {
  const [host, bits, ...more] = text.split('/')
  const word = ipv4Word(host!)
  if (bits === undefined) {
    const wanted = word === undefined ? ipv6Canonical(text) : host
    return wanted === undefined ? undefined : (address) => address === wanted
  }
  const length = /^\d{1,2}$/.test(bits) ? Number(bits) : 33
  if (word === undefined || length > 32 || more.length > 0) return undefined
  const mask = length === 0 ? 0 : (-1 << (32 - length)) >>> 0
  return (address) => (((ipv4Word(address) ?? ~word) ^ word) & mask) === 0
}

function ipv4Word(text: string): number | undefined {
  const parts = text.split('.')
  if (
    parts.length !== 4 ||
    !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256 && String(Number(part)) === part)
  )
    return undefined
  return parts.reduce((word, part) => word * 256 + Number(part), 0)
}

/** The shortest form of an IPv6 address, in which they are all written here. */
function ipv6Canonical(text: string): string | undefined {
  const halves = text.split('::')
  if (halves.length > 2 || !text.includes(':')) return undefined
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const groups = [...left!, ...(right ?? [])]
  const missing = 8 - groups.length
  if (!groups.every((part) => /^[0-9a-f]{1,4}$/i.test(part)) || (right === undefined ? missing !== 0 : missing < 1))
    return undefined
  const all = right === undefined ? groups : [...left!, ...new Array<string>(missing).fill('0'), ...right]
  return ipv6Text(Uint8Array.from(all.flatMap((part) => [parseInt(part, 16) >> 8, parseInt(part, 16) & 0xff])))
}
