import { ipType, type Layer } from '../layer.ts'

/** No link header at all: the packet is IPv4 or IPv6. */
export function rawIp(bytes: Uint8Array, start: number, end: number, next: Layer): boolean {
  if (end <= start) return false
  next.at = start
  next.type = ipType(bytes[start]!)
  return next.type !== 0
}
