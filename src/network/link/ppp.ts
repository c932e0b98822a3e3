import { u16 } from '../../bytes/read.ts'
import { pppType, type Layer } from '../layer.ts'

/** PPP, with or without the HDLC address and control bytes FF 03; the protocol may be compressed to one odd byte. */
export function ppp(bytes: Uint8Array, start: number, end: number, next: Layer): boolean {
  let at = start
  if (end - at < 4) return false
  if (bytes[at] === 0xff && bytes[at + 1] === 0x03) at += 2
  const short = (bytes[at]! & 1) === 1
  next.type = pppType(short ? bytes[at]! : u16(bytes, at))
  next.at = at + (short ? 1 : 2)
  return next.type !== 0
}
