import type { FilterProblem } from './filter-port.ts'
import { LEAST, type Area, type Layout } from './layout.ts'
import { detailRows } from './panes/detail.ts'
import { headLines, statusLine } from './panes/frame.ts'
import { hexRowCount, hexRows } from './panes/hex.ts'
import type { Prompt, State } from './state.ts'
import { plainText, type Line } from './style.ts'
import { Surface } from './surface.ts'
import { cut, fit, widthOf, wrap } from './text.ts'
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
  if (state.prompt === undefined) surface.line(0, height - 1, width, statusLine(state, width))
  else drawPrompt(state.prompt, surface)
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
  const { cursor, top, left } = state.position
  const heading = view.heading(state, width + left)
  heading.forEach((line, at) => surface.line(x, y + at, width, line, { skip: left }))
  const count = view.count(state)
  if (count === 0) {
    drawText(surface, area, view.empty(state))
    return
  }
  const rows = Math.min(rowsIn(state, area), count - top)
  for (let row = 0; row < rows; row++) {
    const inverse = top + row === cursor
    const at = y + heading.length + row
    surface.line(x, at, width, view.row(state, top + row, width + left), { inverse, skip: left })
    if (inverse) surface.line(x, at, 1, [['▸', 'key']], { inverse })
  }
}

function drawText(surface: Surface, { x, y, width, height }: Area, texts: readonly string[]): void {
  const lines = texts.flatMap((text, at) =>
    wrap(text, Math.max(1, width - 4)).map((part): Line => [[`  ${part}`, at === 0 ? 'strong' : 'plain']]),
  )
  const start = y + Math.max(1, Math.floor((height - lines.length) / 3))
  lines.slice(0, y + height - start).forEach((line, at) => surface.line(x, start + at, width, line))
}

function drawDetail(state: State, { x, y, width, height }: Area, surface: Surface): void {
  const rows = detailRows(state)
  const { top, cursor } = state.tree
  for (let row = 0; row < height; row++) {
    const index = top + row
    const line: Line = rows[index]?.line ?? []
    const inverse = state.focus === 'detail' && index === cursor
    surface.line(x, y + row, width, [[' '], ...line], { inverse })
    if (widthOf(plainText(line)) > width - 1) surface.line(x + width - 1, y + row, 1, [['…', 'dim']], { inverse })
  }
}

function drawHex(state: State, { x, y, width, height }: Area, surface: Surface): void {
  const { top } = state.hex
  const lines = hexRows(state, width - 1, top, Math.min(top + height, hexRowCount(state, width - 1)))
  for (let row = 0; row < height; row++) surface.line(x, y + row, width, [[' '], ...(lines[row] ?? [])])
}

/** The line that is typed on, and below it what is wrong with it or what it can become. */
function drawPrompt(prompt: Prompt, surface: Surface): void {
  const { width, height } = surface
  const { text, cursor, sign } = prompt
  const indent = 1 + widthOf(sign)
  // A long line is moved to the left until its cursor is on the screen.
  const skip = Math.max(0, widthOf(text.slice(0, cursor)) + 1 - (width - indent - 1))
  const at = text.slice(cursor, cursor + 1)
  const line: Line = [[text.slice(0, cursor)], [at === '' ? ' ' : at, 'marked'], [text.slice(cursor + 1)]]
  surface.line(0, height - 2, indent, [[` ${sign}`, 'key']])
  surface.line(indent, height - 2, width - indent, line, { skip })
  surface.line(0, height - 1, width, belowPrompt(prompt, indent - skip, width))
}

function belowPrompt({ text, problem, words, kind }: Prompt, indent: number, width: number): Line {
  if (problem !== undefined) return problemLine(problem, indent + widthOf(text.slice(0, problem.at)), width)
  const [first, ...others] = words
  if (first !== undefined)
    return [
      [' Tab ', 'key'],
      [first, 'strong'],
      [`  ${others.join('  ')}`, 'dim'],
    ]
  const what = {
    filter: 'filters',
    search: 'searches; hex such as 4f 46 54 is looked for in the bytes',
    command: 'runs',
  }
  return [
    [' Enter', 'key'],
    [` ${what[kind]}  `, 'dim'],
    ['Esc', 'key'],
    [' cancels  ', 'dim'],
    ['Up', 'key'],
    [' earlier ones', 'dim'],
  ]
}

/** The caret under what is wrong, and why: behind it, or before it where there is more room. */
function problemLine({ message, length }: FilterProblem, column: number, width: number): Line {
  const caret = '^'.repeat(Math.max(1, Math.min(length, width)))
  const start = Math.max(0, Math.min(column, width - 1))
  const room = width - start - caret.length - 1
  if (widthOf(message) <= room || start < room) return [[' '.repeat(start)], [caret, 'error'], [` ${message}`, 'error']]
  const text = cut(message, start - 2)
  return [[' '.repeat(start - 1 - widthOf(text))], [`${text} `, 'error'], [caret, 'error']]
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
