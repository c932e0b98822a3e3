import { u16 } from '../../bytes/read.ts'
import type { Layer } from '../layer.ts'

/**
 * Ethernet II and IEEE 802.3 with LLC/SNAP.
 *   0  6  destination
 *   6  6  source
 *  12  2  EtherType, or below 1536 a length: then AA AA 03, a 3-byte organisation and the EtherType follow
 */
export function ethernet(bytes: Uint8Array, start: number, end: number, next: Layer): boolean {
  if (end - start < 14) return false
  next.type = u16(bytes, start + 12)
  next.at = start + 14
  if (next.type >= 1536) return true
  if (end - start < 22 || u16(bytes, start + 14) !== 0xaaaa) return false
  next.type = u16(bytes, start + 20)
  next.at = start + 22
  return true
}
