import { rail, stepMarks } from '../../conversation/steps.ts'
import { SEVERITY_SIGNS } from '../../report/signs.ts'
import type { ArrowRow, LadderRow, Stroke } from '../ladder/rows.ts'
import type { State } from '../state.ts'
import type { Line, Span, Style } from '../style.ts'
import { cut, fit, widthOf } from '../text.ts'
import { timeText } from '../time.ts'
import type { View } from './view.ts'

const MARK_WIDTH = 5
const PACKET_WIDTH = 12
const LANE_LEAST = 10

const STROKES: Readonly<Record<Stroke, string>> = { flap: '─', oft: '═', data: '▒', tcp: '·', ghost: '╌' }

export const ladderView: View = {
  title: 'Ladder',
  count: ({ ladder }) => ladder.rows.length,
  heading: (state, width) => [laneTitles(state, width)],
  row(state, index, width) {
    const row = state.ladder.rows[index]!
    const head: Span[] = [
      [` ${fit(row.kind === 'arrow' && row.step !== undefined ? String(row.step) : '', 2, 'right')}`],
      [markOf(row), styleOfMark(row)],
      [state.chosen.has(row.event ?? -1) ? '●' : ' ', 'key'],
      [`${fit(row.kind === 'arrow' ? timeOf(state, index) : '', timeWidth(state), 'right')} `, 'dim'],
    ]
    return [...head, ...drawing(state, row, width)]
  },
  selection(state, index) {
    const row = state.ladder.rows[index]
    if (row === undefined) return {}
    const { event, finding } = row
    const track = event === undefined ? undefined : state.store.tracks.get(state.store.index.flow(event))
    const subject = state.subjects.find((one) => 'cookie' in one)
    const conversation =
      finding?.conversation ??
      track?.conversation ??
      (subject !== undefined && 'cookie' in subject ? subject : undefined)
    return { event, finding, track, conversation }
  },
  find({ ladder }, { event, finding }) {
    const same = finding === undefined ? -1 : ladder.rows.findIndex((row) => row.finding === finding)
    const index = same >= 0 ? same : event === undefined ? -1 : ladder.rows.findIndex((row) => row.event === event)
    return index < 0 ? undefined : index
  },
  empty: ({ subjects }) =>
    subjects.length > 0 ? ['Nothing of it was captured.'] : ['Choose a transfer first: press 1, then Enter.'],
}

/** The thirteen steps with their marks, for one conversation. */
export function stepRail(state: State): Line | undefined {
  const subject = state.subjects.length === 1 ? state.subjects[0]! : undefined
  if (subject === undefined || !('cookie' in subject)) return undefined
  return [
    [' '],
    ...stepMarks(subject).map((mark, at): Span => [`${at + 1}${rail([mark])}  `, MARK_STYLES[mark] ?? 'plain']),
  ]
}

const MARK_STYLES: Readonly<Record<string, Style>> = {
  done: 'good',
  error: 'error',
  warning: 'warning',
  note: 'note',
  tried: 'warning',
}

function markOf({ kind, mark, finding }: LadderRow): string {
  if (kind === 'text') return finding === undefined ? ' ' : ' '
  return mark === undefined ? ' ' : rail([mark])
}

const styleOfMark = ({ mark }: LadderRow): Style => MARK_STYLES[mark ?? ''] ?? 'dim'

const timeWidth = ({ time }: State): number => (time === 'date' ? 26 : time === 'epoch' ? 17 : time === 'time' ? 15 : 9)

function timeOf(state: State, index: number): string {
  const { rows } = state.ladder
  const row = rows[index]!
  if (row.event === undefined || row.kind !== 'arrow' || row.stroke === 'ghost') return ''
  let before = index - 1
  while (before >= 0 && !isTimed(rows[before]!)) before--
  const at = (n: number) => state.store.index.at(n)
  return timeText(state.store, state.time, at(row.event), before < 0 ? undefined : at(rows[before]!.event!))
}

const isTimed = (row: LadderRow): boolean => row.kind === 'arrow' && row.stroke !== 'ghost' && row.event !== undefined

interface Geometry {
  /** Columns of the drawing, and of each lane in it. */
  readonly width: number
  readonly columns: readonly number[]
}

function geometry(state: State, width: number): Geometry {
  const lanes = Math.max(2, state.ladder.lanes.length)
  const space = Math.max(LANE_LEAST * (lanes - 1), width - MARK_WIDTH - timeWidth(state) - PACKET_WIDTH - 5)
  const step = space / (lanes - 1)
  return { width: space + 5, columns: Array.from({ length: lanes }, (_, lane) => 2 + Math.round(lane * step)) }
}

function laneTitles(state: State, width: number): Line {
  const { columns, width: space } = geometry(state, width)
  const cells = new Array<string>(space).fill(' ')
  state.ladder.lanes.forEach(({ label }, lane) => {
    const room = (columns[1] ?? 12) - (columns[0] ?? 0) - 1
    const name = cut(label, Math.max(4, room))
    const middle = columns[lane]! - Math.floor(widthOf(name) / 2)
    write(cells, Math.max(0, Math.min(middle, space - 1 - widthOf(name))), name)
  })
  return [
    [` ${fit('st', 4)}${fit('time', timeWidth(state), 'right')} `, 'heading'],
    [cells.join(''), 'wire'],
    ['packet', 'heading'],
  ]
}

function drawing(state: State, row: LadderRow, width: number): Span[] {
  const place = geometry(state, width)
  const cells = new Array<string>(place.width).fill(' ')
  for (const column of place.columns) cells[column] = '│'
  if (row.kind === 'arrow') {
    const ends = drawArrow(state, row, place, cells)
    return [...split(cells, ends, row.stroke), [cut(row.packets, PACKET_WIDTH), 'dim']]
  }
  const text = row.kind === 'text' ? findingText(row) : row.text
  const start = (place.columns[0] ?? 0) + 2
  const style: Style = row.kind === 'text' ? (row.finding?.severity ?? 'dim') : 'data'
  const packets = row.kind === 'segment' ? row.packets : ''
  return [
    [cells.slice(0, start).join(''), 'dim'],
    [fit(text, Math.max(0, place.width - start)), style],
    [cut(packets, PACKET_WIDTH), 'dim'],
  ]
}

function findingText({ text, finding }: LadderRow & { kind: 'text' }): string {
  if (finding === undefined) return text
  const keys = finding.ghost === undefined ? 'x explain' : 'x explain  b bytes'
  return `${SEVERITY_SIGNS[finding.severity]} ${text}  ${keys}`
}

/** Draws the arrow into the cells; gives the columns it begins and ends at. */
function drawArrow(state: State, row: ArrowRow, { columns }: Geometry, cells: string[]): readonly [number, number] {
  const lane = (key: string): number =>
    Math.max(
      0,
      state.ladder.lanes.findIndex((one) => one.key === key),
    )
  const from = columns[lane(row.from)]!
  const to = columns[lane(row.to)]!
  if (from === to) {
    const text = ` ↷ ${row.label}`
    write(cells, from + 1, cut(text, cells.length - from - 1))
    return [from + 1, cells.length]
  }
  const [start, end] = from < to ? [from + 1, to] : [to + 1, from]
  const stroke = STROKES[row.stroke]
  for (let at = start; at < end; at++) cells[at] = stroke
  if (from < to) cells[end - 1] = '►'
  else cells[start] = '◄'
  const label = ` ${cut(row.label, Math.max(0, end - start - 4))} `
  write(cells, start + Math.max(1, Math.floor((end - start - widthOf(label)) / 2)), label)
  return [start, end]
}

/** Puts a text in the cells, one character each; the second cell of a wide one is empty. */
function write(cells: string[], at: number, text: string): void {
  let column = at
  for (const character of text) {
    if (column >= cells.length) return
    cells[column++] = character
    if (widthOf(character) === 2 && column < cells.length) cells[column++] = ''
  }
}

function split(cells: readonly string[], [start, end]: readonly [number, number], stroke: Stroke): Span[] {
  return [
    [cells.slice(0, start).join(''), 'dim'],
    [cells.slice(start, end).join(''), stroke],
    [cells.slice(end).join(''), 'dim'],
  ]
}
