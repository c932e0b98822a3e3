import type { Conversation } from '../conversation/conversation.ts'
import { ghostLines, type GhostOptions } from './ghost.ts'
import { rail, stepMarks, type StepMark } from '../conversation/steps.ts'
import { bytesText } from '../conversation/describe.ts'
import { nameOf } from './finding-text.ts'
import type { ArrowRow, LadderRow, Stroke } from './ladder.ts'
import type { DrawnLadder } from './ladder-view.ts'
import { SEVERITY_SIGNS, type Paint, type Style } from './signs.ts'
import { displayWidth, truncate } from './width.ts'

/** Line and arrow heads of each stroke. */
const LINES: Readonly<Record<Stroke, string>> = { flap: '─', oft: '═', data: '▒', tcp: '·', ghost: '╌' }

const LEFT_MARGIN = 18
const RIGHT_MARGIN = 14
const LEAST_WIDTH = 60

export interface LadderOptions {
  readonly width: number
  /** The time column of a row. */
  readonly time: (seconds: number, nanos: number) => string
  readonly paint: Paint
  /** What of a message that is missing is written under its finding. */
  readonly below: GhostOptions
}

/** A ladder as lines: heading, step rail, lanes, rows. */
export function ladderLines(drawn: DrawnLadder, options: LadderOptions): string[] {
  const { lanes, rows } = drawn.ladder
  const width = Math.max(LEAST_WIDTH, options.width)
  const { paint } = options
  const columns = laneColumns(lanes.length, width)
  const places = new Map(lanes.map(({ key }, at) => [key, columns[at]!]))
  return [
    ...heading(drawn, width, paint),
    paint('dim', '─'.repeat(width)),
    titles(
      lanes.map(({ label }) => label),
      columns,
      width,
    ),
    ...rows.flatMap((row) => [rowLine(row, columns, places, options), ...ghostBelow(row, options)]),
  ]
}

/** `#2 send-file · noack.bin 5,120 B · alice → bob · direct · complete   ✗ 2  ▲ 1` and the steps. */
function heading({ id, conversation, people, outcome }: DrawnLadder, width: number, paint: Paint): string[] {
  const { serviceName, path, findings } = conversation
  const { sender, receiver } = people
  const route = path === 'none' ? [] : [path]
  const parts = [`#${id} ${serviceName}`, ...files(conversation), `${sender} → ${receiver}`, ...route, outcome]
  const counts = (['error', 'warning', 'note'] as const)
    .filter((severity) => findings[severity] > 0)
    .map((severity) => paint(severity, `${SEVERITY_SIGNS[severity]} ${findings[severity]}`))
  const steps = [...rail(stepMarks(conversation))].map((mark, at) => `${at + 1}${mark}`)
  const room = width - 1 - counts.length * 6
  return [` ${truncate(parts.join(' · '), room)}   ${counts.join('  ')}`.trimEnd(), ` ${steps.join('  ')}`]
}

/** `pictures/a.jpg 1,024 B and 2 more` */
function files({ transfers }: Conversation): string[] {
  const [first, ...others] = transfers
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return [`${nameOf(first)} ${bytesText(first.best.file.size)}${more}`]
}

/** Lanes are spread evenly between the time column and the packet column. */
function laneColumns(count: number, width: number): number[] {
  const room = width - LEFT_MARGIN - RIGHT_MARGIN
  if (count < 2) return [LEFT_MARGIN]
  return Array.from({ length: count }, (_, at) => LEFT_MARGIN + Math.round((room * at) / (count - 1)))
}

/** Names above their lanes, cut so that they do not touch. */
function titles(labels: readonly string[], columns: readonly number[], width: number): string {
  const gap = columns.length < 2 ? width - LEFT_MARGIN : columns[1]! - columns[0]! - 2
  let line = ` st${'time'.padStart(LEFT_MARGIN - 5)}`
  labels.forEach((label, at) => {
    const text = truncate(label, at === 0 || at === labels.length - 1 ? Math.min(gap, 24) : gap)
    const start = Math.max(displayWidth(line) + 1, columns[at]! - Math.floor(displayWidth(text) / 2))
    line += ' '.repeat(start - displayWidth(line)) + text
  })
  return `${line}${' '.repeat(Math.max(2, width - RIGHT_MARGIN + 3 - displayWidth(line)))}packet`
}

function ghostBelow(row: LadderRow, { below }: LadderOptions): string[] {
  const lines = row.kind === 'note' ? ghostLines(row.ghost, below) : []
  return lines.map((line) => `${' '.repeat(LEFT_MARGIN)}│   ${line}`)
}

function rowLine(
  row: LadderRow,
  columns: readonly number[],
  places: ReadonlyMap<string, number>,
  options: LadderOptions,
): string {
  const { paint, width, time } = options
  const step = `${row.step ?? ''}`.padStart(3)
  const mark = row.mark === undefined ? ' ' : rail([row.mark])
  const style = styleOf(row.mark)
  const left = style === undefined ? `${step}${mark}` : paint(style, `${step}${mark}`)
  if (row.kind === 'note') {
    const room = width - LEFT_MARGIN - 3
    const text = style === undefined ? truncate(row.text, room) : paint(style, truncate(row.text, room))
    return `${left}${' '.repeat(LEFT_MARGIN - 4)}│ ${text}`
  }
  const stamp = row.time === undefined ? '' : time(row.time.seconds, row.time.nanos)
  const lanes = arrow(row, columns, places)
  return `${left}${stamp.padStart(LEFT_MARGIN - 6)}  ${row.stroke === 'ghost' ? paint('dim', lanes) : lanes}   ${packetsOf(row)}`.trimEnd()
}

/** The lanes of a row with an arrow across: `│───── PROPOSE ─────►│          │`. */
function arrow(
  { stroke, from, to, label }: ArrowRow,
  columns: readonly number[],
  places: ReadonlyMap<string, number>,
): string {
  const start = places.get(from) ?? columns[0]!
  const end = places.get(to) ?? columns.at(-1)!
  const [low, high] = start < end ? [start, end] : [end, start]
  const room = Math.max(0, high - low - 1)
  const line = LINES[stroke]
  const text = truncate(label, Math.max(0, room - 4))
  const spare = room - displayWidth(text) - 3
  const before = Math.max(0, Math.floor(spare / 2))
  const after = Math.max(0, spare - before)
  const forward = start < end
  const shaft = `${forward ? '' : '◄'}${line.repeat(before)} ${text} ${line.repeat(after)}${forward ? '►' : ''}`
  let drawn = ''
  let at = LEFT_MARGIN
  for (const column of columns) {
    if (column > low && column < high) continue
    drawn += column === high && high > low ? shaft : ' '.repeat(Math.max(0, column - at))
    drawn += '│'
    at = column + 1
  }
  return drawn
}

function packetsOf({ stroke, packets }: ArrowRow): string {
  if (stroke === 'ghost') return 'ghost'
  const [first, last] = [packets[0], packets.at(-1)]
  return first === last ? `#${first}` : `#${first}-${last}`
}

function styleOf(mark: StepMark | undefined): Style | undefined {
  if (mark === 'error' || mark === 'warning' || mark === 'note') return mark
  return mark === 'done' ? 'good' : undefined
}
