import { Clock } from '../clock.ts'
import { FileHashes } from '../io/file-hashes.ts'
import { JsonView, NdjsonView, type RecordKind } from '../report/json-view.ts'
import { Records } from '../report/records.ts'
import { tableLines } from '../report/table.ts'
import { TimeColumn, type TimeFormat } from '../report/time-column.ts'
import { noTransfers, transferCells, TransferRows } from '../report/transfer-rows.ts'
import type { HashName } from '../report/view.ts'
import type { ExitCode } from './exit.ts'
import { subjectsOf, type FilterOptions } from './filter.ts'
import { look, writer, type LookOptions } from './look.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

interface TransfersOptions extends ReadingOptions, LookOptions, FilterOptions {
  readonly format: 'text' | 'json' | 'ndjson'
  readonly time: TimeFormat
  readonly hash: readonly HashName[]
}

const KINDS: readonly RecordKind[] = ['transfer', 'conversation']
const COLUMNS = [
  { title: '#', align: 'right' },
  { title: 'Start', align: 'right' },
  { title: 'From → To', max: 40 },
  { title: 'File', max: 40 },
  { title: 'Size', align: 'right' },
  { title: 'Steps 1…13' },
  { title: 'State' },
  { title: 'Programs' },
] as const

export async function transfers(shell: Shell, paths: readonly string[], options: TransfersOptions): Promise<ExitCode> {
  const clock = new Clock()
  const { format } = options
  const hashes = format === 'text' ? [] : options.hash
  const files = new FileHashes(hashes)
  const records = new Records(clock, files, { secrets: false, hashes })
  const time = new TimeColumn(options.time, clock)
  const rows = new TransferRows()
  const views = {
    text: () => rows,
    json: () => new JsonView(records, KINDS, writer(shell, options)),
    ndjson: () => new NdjsonView(records, KINDS, writer(shell, options)),
  }
  const { totals, code } = await study(shell, paths, options, {
    view: subjectsOf(views[format](), options, clock),
    clock,
    ...(hashes.length > 0 ? { files } : {}),
    decimals: (digits) => (records.digits = time.digits = digits),
  })
  if (format !== 'text') return code
  const { paint, write } = look(shell, options)
  const cells = rows.rows.map((row) => transferCells(row, time.text(row.seconds, row.nanos), paint))
  const lines = cells.length === 0 ? [noTransfers(totals)] : tableLines(COLUMNS, cells)
  for (const line of lines) write(`${line}\n`)
  return code
}
