import { hex } from '../../bytes/hex.ts'
import type { Node } from '../../bytes/node.ts'
import type { State } from '../state.ts'
import type { Line, Span, Style } from '../style.ts'
import { detailRows } from './detail.ts'
import { messageOf } from './subject.ts'

/** Bytes in a row, by what fits: offset, pairs of digits, characters. */
export function bytesPerRow(width: number): number {
  return width >= 73 ? 16 : width >= 41 ? 8 : 4
}

/** The byte under a column of a row, among its digits. */
export function byteAt(width: number, x: number): { readonly perRow: number; readonly column: number } | undefined {
  const perRow = bytesPerRow(width)
  // The offset and its two spaces are before the digits; after eight bytes is one space more.
  const digits = x - 6
  const column = Math.floor((digits - (digits >= 25 ? 1 : 0)) / 3)
  return digits < 0 || column >= perRow ? undefined : { perRow, column }
}

/** Rows `from` to `to` of the bytes at hand, with those of the chosen field marked. */
export function hexRows(state: State, width: number, from: number, to: number): Line[] {
  const message = messageOf(state)
  if (message === undefined) return []
  const { bytes } = message
  if (bytes.length === 0) return from === 0 ? [[['(no bytes of its own)', 'dim']]] : []
  const size = bytesPerRow(width)
  const node = state.focus === 'hex' ? undefined : chosenNode(state)
  const masked = state.settings.secrets ? [] : secrets(message.nodes)
  const isMasked = (at: number): boolean => masked.some((span) => span.at <= at && at < span.end)
  const lines: Line[] = []
  for (let row = from; row < to && row * size < bytes.length; row++) {
    const start = row * size
    const end = Math.min(start + size, bytes.length)
    const pairs: Span[] = []
    const text: Span[] = []
    for (let at = start; at < end; at++) {
      const style = styleAt(state, at, node, message.isGhost)
      const byte = bytes[at]!
      const gap = at === start ? '' : at - start === 8 ? '  ' : ' '
      pairs.push(
        [gap, style === 'marked' && at > (node?.at ?? Infinity) ? 'marked' : 'bytes'],
        [isMasked(at) ? '**' : hex(bytes, at, at + 1), style],
      )
      text.push([isMasked(at) ? '*' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·', style])
    }
    const used = (end - start) * 3 - 1 + (end - start > 8 ? 1 : 0)
    const full = size * 3 - 1 + (size > 8 ? 1 : 0)
    lines.push([[`${start.toString(16).padStart(4, '0')}  `, 'dim'], ...pairs, [' '.repeat(full - used + 2)], ...text])
  }
  return lines
}

export function hexRowCount(state: State, width: number): number {
  const length = messageOf(state)?.bytes.length ?? 0
  return Math.max(1, Math.ceil(length / bytesPerRow(width)))
}

/** The field that the cursor of the detail pane is on. */
function chosenNode(state: State): Node | undefined {
  return detailRows(state)[state.tree.cursor]?.node
}

function styleAt(state: State, at: number, node: Node | undefined, isGhost: boolean): Style {
  if (state.focus === 'hex' && at === state.hex.cursor) return 'marked'
  if (node !== undefined && node.at <= at && at < node.end) return 'marked'
  return isGhost ? 'ghost' : 'bytes'
}

/** Spans of passwords and sign-on cookies. */
function secrets(nodes: readonly Node[]): Node[] {
  const found: Node[] = []
  const todo = [...nodes]
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.secret === true) found.push(node)
    else todo.push(...(node.children ?? []))
  }
  return found
}
