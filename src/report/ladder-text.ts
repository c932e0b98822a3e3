import type { Conversation } from '../conversation/conversation.ts'
import { ghostLines, type GhostOptions } from './ghost.ts'
import { rail, stepMarks, type StepMark } from '../conversation/steps.ts'
import { bytesText } from '../conversation/describe.ts'
import { nameOf } from './finding-text.ts'
import { LadderGrid } from './ladder-grid.ts'
import type { ArrowRow, LadderRow } from './ladder.ts'
import type { DrawnLadder } from './ladder-view.ts'
import { programsOf, programsText } from './people.ts'
import { SEVERITY_SIGNS, type Paint, type Style } from './signs.ts'
import { displayWidth, truncate } from './width.ts'

/** Step, mark and time before the lanes; packets after them. */
const LEFT_MARGIN = 16
const RIGHT_MARGIN = 10
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
  const grid = new LadderGrid(lanes, width - LEFT_MARGIN - RIGHT_MARGIN, { widthOf: displayWidth, cut: truncate })
  return [
    ...heading(drawn, width, paint),
    paint('dim', '─'.repeat(width)),
    ` st${'time'.padStart(LEFT_MARGIN - 3)}${grid.titles()}packet`,
    ...rows.flatMap((row) => [rowLine(row, grid, options).trimEnd(), ...ghostBelow(row, grid, options)]),
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
  const programs = programsText(programsOf(conversation))
  return [
    ` ${truncate(parts.join(' · '), room)}   ${counts.join('  ')}`.trimEnd(),
    ...(programs === '' ? [] : [paint('dim', ` ${truncate(programs, width - 1)}`)]),
    ` ${steps.join('  ')}`,
  ]
}

/** `pictures/a.jpg 1,024 B and 2 more` */
function files({ transfers }: Conversation): string[] {
  const [first, ...others] = transfers
  if (first === undefined) return []
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return [`${nameOf(first)} ${bytesText(first.best.file.size)}${more}`]
}

/** What a missing message would have been, under its finding. */
function ghostBelow(row: LadderRow, grid: LadderGrid, { below }: LadderOptions): string[] {
  const lines = row.kind === 'note' ? ghostLines(row.finding?.ghost, below) : []
  return lines.map((line) => `${' '.repeat(LEFT_MARGIN)}${grid.lanesTo(grid.textColumn)}  ${line}`)
}

function rowLine(row: LadderRow, grid: LadderGrid, { paint, width, time }: LadderOptions): string {
  const step = `${row.step ?? ''}`.padStart(3)
  const mark = row.step === undefined || row.mark === undefined ? ' ' : rail([row.mark])
  const style = styleOf(row.mark)
  const dress = (text: string): string => (style === undefined ? text : paint(style, text))
  const left = dress(`${step}${mark}`)
  if (row.kind !== 'arrow') {
    const lanes = grid.lanesTo(grid.textColumn)
    return `${left}${' '.repeat(LEFT_MARGIN - 4)}${lanes}${dress(truncate(row.text, width - LEFT_MARGIN - lanes.length - 1))}`
  }
  const stamp = row.time === undefined ? '' : time(row.time.seconds, row.time.nanos)
  const lanes = grid.arrow(row).join('')
  return `${left}${stamp.padStart(LEFT_MARGIN - 4)}${row.stroke === 'ghost' ? paint('dim', lanes) : lanes}${packetsOf(row)}`
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
