import { u16 } from '../../bytes/read.ts'
import type { Layer } from '../layer.ts'

/** Linux cooked capture (`-i any`), version 1: 16 bytes, the EtherType last. */
export function cooked(bytes: Uint8Array, start: number, end: number, next: Layer): boolean {
  if (end - start < 16) return false
  next.type = u16(bytes, start + 14)
  next.at = start + 16
  return true
}

/** Linux cooked capture, version 2: 20 bytes, the EtherType first. */
export function cooked2(bytes: Uint8Array, start: number, end: number, next: Layer): boolean {
  if (end - start < 20) return false
  next.type = u16(bytes, start)
  next.at = start + 20
  return true
}
