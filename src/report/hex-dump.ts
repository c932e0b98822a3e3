import { hex } from '../bytes/hex.ts'
import { LIMITS, raising } from '../limits.ts'

const ROW = 16

/** Bytes that are not to be shown, as offsets like those of the message. */
export interface Hidden {
  readonly at: number
  readonly end: number
}

/** Lines as `tcpdump -X` and `xxd` write them: offset, hex, text. Hidden bytes are stars. `first`: offset of the first byte. */
export function hexLines(
  bytes: Uint8Array,
  start: number,
  end: number,
  hidden: readonly Hidden[] = [],
  first = 0,
): string[] {
  const isHidden = (at: number): boolean => hidden.some((span) => at >= span.at && at < span.end)
  const lines: string[] = []
  for (let at = start; at < end && lines.length < LIMITS.hexRows.value; at += ROW) {
    const stop = Math.min(at + ROW, end)
    const pairs: string[] = []
    for (let k = at; k < stop; k++) pairs.push(isHidden(k) ? '**' : hex(bytes, k, k + 1))
    const left = pairs.slice(0, 8).join(' ')
    const right = pairs.slice(8).join(' ')
    const offset = (first + at - start).toString(16).padStart(4, '0')
    lines.push(`${offset}  ${left.padEnd(23)}  ${right.padEnd(23)}  ${characters(bytes, at, stop, isHidden)}`)
  }
  const shown = LIMITS.hexRows.value * ROW
  if (end - start > shown) lines.push(`... ${end - start - shown} bytes more (${raising('hexRows')})`)
  return lines
}

function characters(bytes: Uint8Array, start: number, end: number, isHidden: (at: number) => boolean): string {
  let text = ''
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    text += isHidden(at) ? '*' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  }
  return text
}
