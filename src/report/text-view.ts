import type { TimelineEvent } from '../conversation/event.ts'
import type { Finding } from '../rules/finding.ts'
import { findingLine } from './finding-text.ts'
import { ghostLines } from './ghost.ts'
import { hexLines } from './hex-dump.ts'
import { SEVERITY_SIGNS, type Paint } from './signs.ts'
import type { TimeColumn } from './time-column.ts'
import { secretNodes, treeLines } from './tree.ts'
import { QuietView, type Write } from './view.ts'

export interface TextOptions {
  readonly time: TimeColumn
  readonly paint: Paint
  /** Everything decoded below each line. */
  readonly details: boolean
  /** The bytes below each line. */
  readonly hex: boolean
  readonly secrets: boolean
}

const DETAIL_INDENT = 6

/**
 * One line an event, findings in place:
 *
 *     57  61.054912  192.168.1.158:5190 → 192.168.1.159:1272  OFT2  PROMPT recipe.docx 12,008 B  file 1/1
 *
 * Columns are as wide as the widest cell so far: nothing is held back to measure it.
 */
export class TextView extends QuietView {
  readonly wantsEvents = true
  override readonly ignoresTalk = true
  private readonly options: TextOptions
  private readonly write: Write
  private readonly widths = { n: 4, time: 9, source: 0, target: 0 }

  constructor(options: TextOptions, write: Write) {
    super()
    this.options = options
    this.write = write
  }

  override event(event: TimelineEvent): void {
    const { time, paint, details, hex, secrets } = this.options
    const { track, side } = event
    const { summary, nodes } = event.decode()
    const n = this.right('n', String(event.n))
    const at = this.right('time', time.text(event.seconds, event.nanos))
    const source = this.right('source', track.ends[side])
    const target = this.left('target', track.ends[side === 0 ? 1 : 0])
    const protocol = event.protocol.toUpperCase().padEnd(4)
    const what = summary === '' ? event.name : `${event.name} ${summary}`
    this.write(`${paint('dim', `${n}  ${at}`)}  ${source} → ${target}  ${protocol}  ${what}\n`)
    if (details) for (const line of treeLines(nodes, { secrets, indent: DETAIL_INDENT })) this.write(`${line}\n`)
    if (hex) {
      const hidden = secrets ? [] : secretNodes(nodes)
      for (const line of hexLines(event.bytes, event.start, event.end, hidden))
        this.write(`${' '.repeat(DETAIL_INDENT)}${line}\n`)
    }
  }

  override finding(finding: Finding): void {
    const { time, paint } = this.options
    const mark = this.right('n', SEVERITY_SIGNS[finding.severity])
    const at = this.right('time', time.text(finding.seconds, finding.nanos))
    const line = findingLine(finding, paint)
    this.write(`${paint(finding.severity, mark)}  ${paint('dim', at)}  ${line}\n`)
    for (const below of ghostLines(finding.ghost, this.options)) this.write(`${' '.repeat(DETAIL_INDENT)}${below}\n`)
  }

  private right(column: keyof typeof this.widths, text: string): string {
    return text.padStart((this.widths[column] = Math.max(this.widths[column], text.length)))
  }

  private left(column: keyof typeof this.widths, text: string): string {
    return text.padEnd((this.widths[column] = Math.max(this.widths[column], text.length)))
  }
}
