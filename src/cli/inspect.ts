import { existsSync } from 'node:fs'
import { Clock } from '../clock.ts'
import { FileHashes } from '../io/file-hashes.ts'
import { FIELDS, type Field } from '../report/fields.ts'
import { FieldsView } from '../report/fields-view.ts'
import { JsonView, NdjsonView, type RecordKind } from '../report/json-view.ts'
import { nearest } from '../report/nearest.ts'
import { Records } from '../report/records.ts'
import { TextView } from '../report/text-view.ts'
import { TimeColumn, type TimeFormat } from '../report/time-column.ts'
import { QuietView, type HashName, type View } from '../report/view.ts'
import { UsageError, type ExitCode } from './exit.ts'
import { look, writer, type LookOptions } from './look.ts'
import { COMMAND_NAMES } from './program.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

interface InspectOptions extends ReadingOptions, LookOptions {
  readonly format: 'text' | 'json' | 'ndjson' | 'fields'
  readonly field?: readonly string[]
  readonly details?: boolean
  readonly hex?: boolean
  readonly time: TimeFormat
  readonly hash: readonly HashName[]
  readonly showSecrets?: boolean
}

const KINDS: readonly RecordKind[] = ['event', 'finding', 'flow', 'conversation', 'transfer']

export async function inspect(shell: Shell, paths: readonly string[], options: InspectOptions): Promise<ExitCode> {
  suggestCommand(paths)
  const { format, field = [], details = false, hex = false, showSecrets: secrets = false } = options
  if (format === 'fields' && field.length === 0) throw new UsageError('-T fields needs at least one column: -e NAME')
  if (format !== 'fields' && field.length > 0) throw new UsageError('-e names a column of -T fields')
  if (format !== 'text' && (details || hex)) throw new UsageError('-V and -x are for text output')
  const clock = new Clock()
  const hashes = format === 'json' || format === 'ndjson' ? options.hash : []
  const files = new FileHashes(hashes)
  const records = new Records(clock, files, { secrets, hashes })
  const time = new TimeColumn(options.time, clock)
  const { paint, write } = look(shell, options)
  const data = writer(shell, options)
  const views: Readonly<Record<InspectOptions['format'], () => View>> = {
    text: () => new TextView({ time, paint, details, hex, secrets }, write),
    json: () => new JsonView(records, KINDS, data),
    ndjson: () => new NdjsonView(records, KINDS, data),
    fields: () => new FieldsView(clock, field.map(fieldNamed), secrets, (bytes) => shell.out.writeBytes(bytes)),
  }
  const view = options.write === '-' ? new Silence() : views[format]()
  const { code } = await study(shell, paths, options, {
    view,
    clock,
    ...(hashes.length > 0 ? { files } : {}),
    decimals: (digits) => (records.digits = time.digits = digits),
    packet: time.wantsPackets ? (packet) => time.packet(packet) : undefined,
  })
  return code
}

/** Packets go to standard output: nothing else may. */
class Silence extends QuietView {
  readonly wantsEvents = false
}

function fieldNamed(name: string): Field {
  const field = FIELDS.get(name)
  if (field !== undefined) return field
  const near = nearest(name, FIELDS.keys())
  throw new UsageError(`unknown field '${name}'${near === undefined ? '' : ` (did you mean ${near}?)`}`)
}

/** A word that is no file and nearly the name of a command. */
function suggestCommand([first]: readonly string[]): void {
  if (first === undefined || !/^[a-z]+$/.test(first) || existsSync(first)) return
  const near = nearest(first, COMMAND_NAMES)
  if (near !== undefined) throw new UsageError(`unknown command '${first}' (did you mean ${near}?)`)
}
