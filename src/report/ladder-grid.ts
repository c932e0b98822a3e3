import type { ArrowRow, Stroke } from './ladder.ts'
import type { Lane } from './lanes.ts'

/** Line of each stroke. */
const LINES: Readonly<Record<Stroke, string>> = { flap: '─', oft: '═', data: '▒', tcp: '·', ghost: '╌' }

/** Columns before the first lane and after the last: names are centred over their lanes. */
const INDENT = 2
const TAIL = 3
/** Least columns from one lane to the next: PROPOSE fits between them. */
const STEP = 12

/** How wide text is, and how it is cut, where the ladder is shown. */
export interface Metrics {
  widthOf(text: string): number
  cut(text: string, width: number): string
}

/** Lanes in columns, names above them and arrows between them, all `width` columns wide. */
export class LadderGrid {
  readonly width: number
  private readonly lanes: readonly Lane[]
  private readonly columns: readonly number[]
  private readonly metrics: Metrics

  constructor(lanes: readonly Lane[], width: number, metrics: Metrics) {
    const spaces = Math.max(1, lanes.length - 1)
    const room = Math.max(width - INDENT - TAIL - 1, spaces * STEP)
    this.lanes = lanes
    this.width = room + INDENT + TAIL + 1
    this.columns = Array.from({ length: spaces + 1 }, (_, at) => INDENT + Math.round((room * at) / spaces))
    this.metrics = metrics
  }

  /** Where text between the lanes begins. */
  get textColumn(): number {
    return this.columns[0]! + 2
  }

  /** Names above their lanes, cut so that they do not touch. */
  titles(): string {
    const { columns, metrics, width } = this
    let line = ''
    let used = 0
    this.lanes.forEach(({ label }, at) => {
      const column = columns[at]!
      const low = at === 0 ? 1 : (columns[at - 1]! + column + 1) >> 1
      const high = at === this.lanes.length - 1 ? width - 1 : (column + columns[at + 1]!) >> 1
      const text = metrics.cut(label, high - low)
      const own = metrics.widthOf(text)
      const start = Math.max(low, Math.min(column - (own >> 1), high - own))
      line += ' '.repeat(start - used) + text
      used = start + own
    })
    return line + ' '.repeat(Math.max(0, width - used))
  }

  /** The lanes alone, up to a column. */
  lanesTo(end: number): string {
    return this.bars(0, end)
  }

  /** `│───── PROPOSE ─────►│          │` in three parts: what is before the arrow, the arrow, what is after it. */
  arrow({ stroke, from, to, label }: ArrowRow): readonly [before: string, arrow: string, after: string] {
    const start = this.columnOf(from, 0)
    const end = this.columnOf(to, this.columns.length - 1)
    const [low, high] = start < end ? [start + 1, end] : [end + 1, start]
    const shaft = start === end ? this.loop(label, start) : this.shaft(LINES[stroke], label, high - low, start < end)
    const used = start === end ? start + 1 + this.metrics.widthOf(shaft) : high
    return [this.bars(0, Math.min(low, start + 1, used)), shaft, this.bars(used, this.width)]
  }

  private shaft(line: string, label: string, room: number, forward: boolean): string {
    const { metrics } = this
    const text = room < 6 ? '' : ` ${metrics.cut(label, room - 4)} `
    const spare = Math.max(0, room - metrics.widthOf(text) - 1)
    const before = spare >> 1
    return `${forward ? '' : '◄'}${line.repeat(before)}${text}${line.repeat(spare - before)}${forward ? '►' : ''}`
  }

  /** From a lane to itself: two people at one address. */
  private loop(label: string, column: number): string {
    return ` ↷ ${this.metrics.cut(label, Math.max(1, this.width - column - 4))}`
  }

  private bars(from: number, to: number): string {
    let drawn = ''
    for (let at = from; at < to; at++) drawn += this.columns.includes(at) ? '│' : ' '
    return drawn
  }

  private columnOf(key: string, otherwise: number): number {
    const at = this.lanes.findIndex((lane) => lane.key === key)
    return this.columns[at < 0 ? otherwise : at]!
  }
}
