import type { Pane, State } from './state.ts'

export interface Area {
  readonly pane: Pane
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Row or column of the line that parts it from the pane before. */
  readonly divider?: { readonly x: number; readonly y: number; readonly across: boolean }
}

export interface Layout {
  readonly width: number
  readonly height: number
  /** Below this nothing but a message fits. */
  readonly isTooSmall: boolean
  /** Lines above the panes. */
  readonly head: number
  readonly areas: readonly Area[]
}

/** Smallest terminals: for anything at all, and for more than a list. */
export const LEAST = { width: 40, height: 10 }
const FULL = { width: 60, height: 16 }
const WIDE = 120
const HEAD = 4
/** What sixteen bytes a row take, and what a list needs beside them. */
const HEX_WIDTH = 74
const LIST_WIDTH = 76

/** Which panes are on a screen of this size, and where. */
export function layOut(state: State, width: number, height: number): Layout {
  const isTooSmall = width < LEAST.width || height < LEAST.height
  const isListOnly = width < FULL.width || height < FULL.height
  const head = isListOnly ? 1 : HEAD
  const body: Body = { x: 0, y: head, width, height: height - head - 1 }
  return { width, height, isTooSmall, head, areas: isTooSmall ? [] : arrange(state, body, isListOnly) }
}

type Body = Pick<Area, 'x' | 'y' | 'width' | 'height'>

function arrange(state: State, body: Body, isListOnly: boolean): Area[] {
  const { focus, zoomed, layout, share, view } = state
  const isWide = layout === 'side' || (layout === 'auto' && body.width >= WIDE)
  if (isListOnly || layout === 'single' || view === 'stats') return [{ pane: focus, ...body }]
  if (zoomed && focus === 'main') return [{ pane: 'main', ...body }]
  if (zoomed) return stack('detail', 'hex', body, 50)
  if (!isWide) return stack('main', focus === 'hex' ? 'hex' : 'detail', body, share)
  const spare = body.width - HEX_WIDTH - 1
  const left = Math.min(
    Math.floor((body.width * share) / 100),
    layout === 'auto' && spare >= LIST_WIDTH ? spare : Infinity,
  )
  const right: Body = { ...body, x: left + 1, width: body.width - left - 1 }
  const [detail, hex] = stack('detail', 'hex', right, 55)
  return [{ pane: 'main', ...body, width: left }, { ...detail!, divider: { x: left, y: body.y, across: false } }, hex!]
}

function stack(first: Pane, second: Pane, body: Body, percent: number): Area[] {
  const upper = Math.max(3, Math.min(body.height - 4, Math.floor((body.height * percent) / 100)))
  const y = body.y + upper
  return [
    { pane: first, ...body, height: upper },
    { pane: second, ...body, y: y + 1, height: body.height - upper - 1, divider: { x: body.x, y, across: true } },
  ]
}
