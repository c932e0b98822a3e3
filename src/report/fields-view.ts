import type { Clock } from '../clock.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import { type Field, FieldContext } from './field.ts'
import { LineBuffer } from './line-buffer.ts'
import { QuietView } from './view.ts'

const TAB = 0x09
const NEWLINE = 0x0a

/** One line an event, one column a field, tabs between: `tshark -T fields`. */
export class FieldsView extends QuietView {
  readonly wantsEvents = true
  override readonly ignoresTalk: boolean
  private readonly fields: readonly Field[]
  private readonly line: LineBuffer
  private readonly context: FieldContext

  constructor(clock: Clock, fields: readonly Field[], secrets: boolean, out: (bytes: Uint8Array) => void) {
    super()
    this.fields = fields
    this.ignoresTalk = !fields.some(({ isTalk }) => isTalk)
    this.line = new LineBuffer(out)
    this.context = new FieldContext(clock, secrets)
  }

  override event(event: TimelineEvent): void {
    const { fields, line, context } = this
    for (let at = 0; at < fields.length; at++) {
      if (at > 0) line.byte(TAB)
      fields[at]!.write(line, event, context)
    }
    line.byte(NEWLINE)
  }

  override end(): void {
    this.flush()
  }

  flush(): void {
    this.line.flush()
  }
}
