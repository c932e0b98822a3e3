import type { Clock } from '../clock.ts'
import { FileHashes } from '../io/file-hashes.ts'
import { FieldsView } from '../report/fields-view.ts'
import { JsonView, NdjsonView, type RecordKind } from '../report/json-view.ts'
import { Records } from '../report/records.ts'
import { TextView } from '../report/text-view.ts'
import { TimeColumn, type TimeFormat } from '../report/time-column.ts'
import type { HashName, View } from '../report/view.ts'
import { UsageError } from './exit.ts'
import { columnNamed, filtered, type FilterOptions } from './filter.ts'
import { look, writer, type LookOptions } from './look.ts'
import type { Task } from './session.ts'
import type { Shell } from './shell.ts'

/** Options of the commands that show every event. */
export interface EventViewOptions extends LookOptions, FilterOptions {
  readonly format: 'text' | 'json' | 'ndjson' | 'fields'
  readonly field?: readonly string[]
  readonly details?: boolean
  readonly hex?: boolean
  readonly time: TimeFormat
  readonly hash: readonly HashName[]
  readonly showSecrets?: boolean
}

const KINDS: readonly RecordKind[] = ['event', 'finding', 'flow', 'conversation', 'transfer']

/** The view that the options ask for, with what it needs of the reading. Throws `UsageError`. */
export function eventTask(shell: Shell, options: EventViewOptions, clock: Clock): Task {
  const { format, field = [], details = false, hex = false, showSecrets: secrets = false } = options
  if (format === 'fields' && field.length === 0) throw new UsageError('-T fields needs at least one column: -e NAME')
  if (format !== 'fields' && field.length > 0) throw new UsageError('-e names a column of -T fields')
  if (format !== 'text' && (details || hex)) throw new UsageError('-V and -x are for text output')
  const hashes = format === 'json' || format === 'ndjson' ? options.hash : []
  const files = new FileHashes(hashes)
  const records = new Records(clock, files, { secrets, hashes })
  const time = new TimeColumn(options.time, clock)
  const { paint, write } = look(shell, options)
  const data = writer(shell, options)
  const views: Readonly<Record<EventViewOptions['format'], () => View>> = {
    text: () => new TextView({ time, paint, details, hex, secrets }, write),
    json: () => new JsonView(records, KINDS, data),
    ndjson: () => new NdjsonView(records, KINDS, data),
    fields: () => new FieldsView(clock, field.map(columnNamed), secrets, (bytes) => shell.out.writeBytes(bytes)),
  }
  return {
    view: filtered(views[format](), options, clock),
    clock,
    ...(hashes.length > 0 ? { files } : {}),
    decimals: (digits) => (records.digits = time.digits = digits),
    packet: time.wantsPackets ? (packet) => time.packet(packet) : undefined,
  }
}
