import { LEAST, type Area, type Layout } from './layout.ts'
import { detailRows } from './panes/detail.ts'
import { headLines, statusLine } from './panes/frame.ts'
import { hexRowCount, hexRows } from './panes/hex.ts'
import type { State } from './state.ts'
import type { Line } from './style.ts'
import { Surface } from './surface.ts'
import { fit, widthOf } from './text.ts'
import { VIEWS } from './views/index.ts'

/** The whole screen. */
export function draw(state: State, layout: Layout): Surface {
  const { width, height } = layout
  const surface = new Surface(width, height, state.settings.ascii)
  if (layout.isTooSmall) {
    tooSmall(surface)
    return surface
  }
  headLines(state, width, layout.head).forEach((line, y) => surface.line(0, y, width, line))
  for (const area of layout.areas) drawArea(state, area, surface)
  surface.line(0, height - 1, width, state.prompt === undefined ? statusLine(state, width) : promptLine(state))
  if (state.prompt?.problem !== undefined) drawProblem(state, surface)
  if (state.overlay !== undefined) drawOverlay(state, surface)
  return surface
}

/** Rows of a pane that hold its list: its titles take their lines off. */
export function rowsIn(state: State, area: Area): number {
  const titles = area.pane === 'main' ? VIEWS[state.view].heading(state, area.width).length : 0
  return Math.max(1, area.height - titles)
}

/** Lines of an overlay that a screen of this height shows. */
export const overlayRows = (height: number): number => Math.max(1, height - 4)

function tooSmall(surface: Surface): void {
  const lines = [
    `Terminal too small:`,
    `${surface.width}x${surface.height}, needs ${LEAST.width}x${LEAST.height}.`,
    'Enlarge it, or q quits.',
  ]
  lines.forEach((text, y) => surface.line(0, y, surface.width, [[text, y === 0 ? 'warning' : 'plain']]))
}

function drawArea(state: State, area: Area, surface: Surface): void {
  drawDivider(state, area, surface)
  if (area.pane === 'main') drawMain(state, area, surface)
  else if (area.pane === 'detail') drawDetail(state, area, surface)
  else drawHex(state, area, surface)
}

const TITLES = { main: '', detail: ' Detail ', hex: ' Bytes ' } as const

function drawDivider(state: State, { pane, divider, width }: Area, surface: Surface): void {
  if (divider === undefined) return
  if (!divider.across) {
    for (let y = divider.y; y < surface.height - 1; y++) surface.line(divider.x, y, 1, [['│', 'dim']])
    return
  }
  const title = TITLES[pane]
  surface.line(divider.x, divider.y, width, [
    ['──', 'dim'],
    [title, state.focus === pane ? 'tab' : 'dim'],
    ['─'.repeat(Math.max(0, width - 2 - title.length)), 'dim'],
  ])
}

function drawMain(state: State, area: Area, surface: Surface): void {
  const view = VIEWS[state.view]
  const { x, y, width } = area
  const { trouble } = state.settings
  if (trouble !== undefined) {
    drawText(surface, area, trouble)
    return
  }
  const heading = view.heading(state, width)
  heading.forEach((line, at) => surface.line(x, y + at, width, line))
  const count = view.count(state)
  if (count === 0) drawText(surface, area, view.empty(state))
  const { cursor, top } = state.position
  const rows = rowsIn(state, area)
  for (let row = 0; row < rows; row++) {
    const index = top + row
    const line = index < count ? view.row(state, index, width) : undefined
    if (line !== undefined || count > 0)
      surface.line(x, y + heading.length + row, width, line ?? [], { inverse: index === cursor && line !== undefined })
  }
}

function drawText(surface: Surface, { x, y, width, height }: Area, lines: readonly string[]): void {
  const start = y + Math.max(1, Math.floor((height - lines.length) / 3))
  lines.forEach((text, at) => surface.line(x, start + at, width, [[`  ${text}`, at === 0 ? 'strong' : 'plain']]))
}

function drawDetail(state: State, { x, y, width, height }: Area, surface: Surface): void {
  const rows = detailRows(state)
  const { top, cursor } = state.tree
  for (let row = 0; row < height; row++) {
    const index = top + row
    const line: Line = rows[index]?.line ?? []
    surface.line(x, y + row, width, [[' '], ...line], { inverse: state.focus === 'detail' && index === cursor })
  }
}

function drawHex(state: State, { x, y, width, height }: Area, surface: Surface): void {
  const { top } = state.hex
  const lines = hexRows(state, width - 1, top, Math.min(top + height, hexRowCount(state, width - 1)))
  for (let row = 0; row < height; row++) surface.line(x, y + row, width, [[' '], ...(lines[row] ?? [])])
}

function promptLine({ prompt }: State): Line {
  const { sign, text, cursor } = prompt!
  const at = text.slice(cursor, cursor + 1)
  return [[` ${sign}`, 'key'], [text.slice(0, cursor)], [at === '' ? ' ' : at, 'marked'], [text.slice(cursor + 1)]]
}

/** The caret under what is wrong, and why. */
function drawProblem(state: State, surface: Surface): void {
  const { sign, text, problem } = state.prompt!
  const { message, at, length } = problem!
  const indent = 1 + widthOf(sign) + widthOf(text.slice(0, at))
  const caret = '^'.repeat(Math.max(1, length))
  const y = surface.height - 2
  surface.line(0, y, surface.width, [[' '.repeat(indent)], [caret, 'error'], [` ${message}`, 'error']])
}

function drawOverlay(state: State, surface: Surface): void {
  const { title, lines, top } = state.overlay!
  const { width, height } = surface
  const rows = overlayRows(height)
  const last = Math.min(lines.length, top + rows)
  const more = lines.length > rows ? ` ${top + 1}-${last} of ${lines.length}` : ''
  surface.line(0, 0, width, [
    [fit(` ${title}`, Math.max(0, width - more.length - 1)), 'title'],
    [more, 'dim'],
  ])
  surface.line(0, 1, width, [['─'.repeat(width), 'dim']])
  for (let row = 0; row < rows; row++) surface.line(0, 2 + row, width, [[' '], ...(lines[top + row] ?? [])])
  surface.line(0, height - 2, width, [['─'.repeat(width), 'dim']])
  surface.line(0, height - 1, width, [[' Esc', 'key'], [' closes  '], ['j k C-f C-b', 'key'], [' scroll']])
}
