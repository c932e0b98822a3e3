import { rail, stepMarks, type StepMark } from '../../conversation/steps.ts'
import { LadderGrid } from '../../report/ladder-grid.ts'
import type { ArrowRow, LadderRow } from '../../report/ladder.ts'
import type { State } from '../state.ts'
import type { Line, Span, Style } from '../style.ts'
import { cut, fit, widthOf } from '../text.ts'
import { timeText, type TimeFormat } from '../time.ts'
import type { View } from './view.ts'

/** Step, mark and sign of selection. */
const HEAD_WIDTH = 5
const PACKET_WIDTH = 12

/** Differences on a ladder are short; they have no room to spare. */
const TIME_WIDTH: Readonly<Record<TimeFormat, number>> = { delta: 9, relative: 9, time: 15, date: 26, epoch: 17 }

/** On screens narrower than this the lanes have the room of the time. */
const TIME_FROM = 56

const timeWidth = ({ time }: State, width: number): number => (width < TIME_FROM ? 0 : TIME_WIDTH[time])

export const ladderView: View = {
  title: 'Ladder',
  count: ({ ladder }) => ladder.rows.length,
  heading(state, width) {
    if (state.ladder.rows.length === 0) return []
    const head = ` ${fit('st', HEAD_WIDTH - 1)}${fit('time', timeWidth(state, width), 'right')} `
    return [
      [
        [head, 'heading'],
        [gridOf(state, width).titles(), 'wire'],
        ['packet', 'heading'],
      ],
    ]
  },
  row(state, index, width) {
    const row = state.ladder.rows[index]!
    const { step, mark, event } = row
    const hasMark = step !== undefined && mark !== undefined
    return [
      [` ${fit(step === undefined ? '' : String(step), 2, 'right')}`, styleOfMark(mark)],
      [hasMark ? rail([mark]) : ' ', styleOfMark(mark)],
      [state.chosen.has(event ?? -1) ? '●' : ' ', 'key'],
      [`${fit(timeOf(state, index), timeWidth(state, width), 'right')} `, 'dim'],
      ...drawing(row, gridOf(state, width)),
    ]
  },
  selection(state, index) {
    const row = state.ladder.rows[index]
    if (row === undefined) return {}
    const { event, finding } = row
    const track = event === undefined ? undefined : state.store.tracks.get(state.store.index.flow(event))
    const owner = event === undefined ? undefined : state.store.ownerOf(event)
    const whole = [owner, ...state.subjects].find((one) => one !== undefined && 'cookie' in one)
    const conversation = finding?.conversation ?? (whole !== undefined && 'cookie' in whole ? whole : undefined)
    return { event, finding, track, conversation }
  },
  find({ ladder }, { event, finding }) {
    const same = finding === undefined ? -1 : ladder.rows.findIndex((row) => row.finding === finding)
    const index = same >= 0 ? same : event === undefined ? -1 : ladder.rows.findIndex((row) => row.event === event)
    return index < 0 ? undefined : index
  },
  empty: ({ subjects }) =>
    subjects.length > 0
      ? ['Nothing of it was captured.']
      : ['No transfer is chosen.', '', '1 shows all transfers, Enter opens the ladder of one.'],
}

/** The thirteen steps with their marks, for one conversation. */
export function stepRail(state: State): Line | undefined {
  const subject = state.subjects.length === 1 ? state.subjects[0]! : undefined
  if (subject === undefined || !('cookie' in subject)) return undefined
  const settings: Line = [[` t:${state.time}  L:${state.lanes}`, 'dim']]
  const marks = stepMarks(subject).map((mark, at): Span => [`${at + 1}${rail([mark])}  `, styleOfMark(mark)])
  return [[' '], ...marks, ...settings]
}

const MARK_STYLES: Readonly<Partial<Record<StepMark, Style>>> = {
  done: 'good',
  error: 'error',
  warning: 'warning',
  note: 'note',
  tried: 'warning',
}

const styleOfMark = (mark: StepMark | undefined): Style => (mark && MARK_STYLES[mark]) ?? 'dim'

function timeOf(state: State, index: number): string {
  const { rows } = state.ladder
  const time = timeOfRow(rows[index]!)
  if (time === undefined) return ''
  let before = index - 1
  while (before >= 0 && timeOfRow(rows[before]!) === undefined) before--
  return timeText(state.store, state.time, time, before < 0 ? undefined : timeOfRow(rows[before]!))
}

const timeOfRow = (row: LadderRow): ArrowRow['time'] => (row.kind === 'arrow' ? row.time : undefined)

function gridOf(state: State, width: number): LadderGrid {
  const room = width - HEAD_WIDTH - timeWidth(state, width) - 1 - PACKET_WIDTH
  return new LadderGrid(state.ladder.lanes, room, { widthOf, cut })
}

function drawing(row: LadderRow, grid: LadderGrid): Span[] {
  if (row.kind === 'arrow') {
    const [before, arrow, after] = grid.arrow(row)
    return [
      [before, 'dim'],
      [arrow, row.stroke],
      [after, 'dim'],
      [packetsOf(row), 'dim'],
    ]
  }
  const lanes = grid.lanesTo(grid.textColumn)
  const room = grid.width - lanes.length
  const text: Span =
    row.kind === 'note'
      ? [`${row.text}${keysFor(row)}`, row.finding?.severity ?? 'plain']
      : [fit(row.text, room), 'data']
  return [[lanes, 'dim'], text, [row.kind === 'segment' ? packetsOf(row) : '', 'dim']]
}

const keysFor = ({ finding }: LadderRow): string =>
  finding?.ghost === undefined ? '   x explain' : '   x explain   b show bytes'

function packetsOf(row: LadderRow): string {
  if (row.kind === 'note') return ''
  if (row.packets.length === 0) return 'ghost'
  const [first, last] = [row.packets[0]!, row.packets.at(-1)!]
  return first === last ? `#${first}` : `#${first}-${last}`
}
