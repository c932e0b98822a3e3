import { printable } from '../bytes/printable.ts'
import { Clock } from '../clock.ts'
import { FileHashes } from '../io/file-hashes.ts'
import { CheckView, checkSummary } from '../report/check-view.ts'
import { FilterView } from '../report/filter/index.ts'
import { JsonView, NdjsonView } from '../report/json-view.ts'
import { PacketOrigins } from '../report/packet-origins.ts'
import { Records } from '../report/records.ts'
import type { Counts } from '../report/totals.ts'
import type { Severity } from '../rules/finding.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { displayFilter, type FilterOptions } from './filter.ts'
import { look, writer, type LookOptions } from './look.ts'
import type { Requirement } from './options.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

interface CheckOptions extends ReadingOptions, LookOptions, FilterOptions {
  readonly format: 'text' | 'json' | 'ndjson'
  readonly details?: boolean
  readonly hex?: boolean
  readonly failOn: Severity
  readonly maxWarnings?: number
  readonly require?: readonly Requirement[]
}

export async function check(shell: Shell, paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const clock = new Clock()
  const records = new Records(clock, new FileHashes([]), { secrets: false, hashes: [] })
  const origins = new PacketOrigins(paths.map(printable))
  const { paint, write } = look(shell, options)
  const { details = false, hex = false } = options
  const views = {
    text: () => new CheckView(origins, paint, { details, hex }, write),
    json: () => new JsonView(records, ['finding'], writer(shell, options)),
    ndjson: () => new NdjsonView(records, ['finding'], writer(shell, options)),
  }
  const view = views[options.format]()
  const shown = options.filter === undefined ? undefined : new FilterView(displayFilter(options.filter, clock), view)
  const { totals, code: reading } = await study(shell, paths, options, {
    view: shown ?? view,
    clock,
    origins,
    decimals: (digits) => (records.digits = digits),
  })
  const { findings, certain } = shown ?? totals
  const unmet = (options.require ?? []).filter(({ what, least }) => totals[what] < least)
  const code = reading !== EXIT.done ? reading : unmet.length > 0 ? EXIT.nothing : verdict(certain, options)
  if (options.format === 'text') write(`${checkSummary(totals, findings)} · exit ${code}\n`)
  for (const { what, least } of unmet)
    shell.say(`there are ${totals[what]} ${what}, --require asks for at least ${least}`)
  return code
}

/** Only what the capture proves can fail. */
function verdict(certain: Counts, { failOn, maxWarnings = Infinity }: CheckOptions): ExitCode {
  const failing: Readonly<Record<Severity, number>> = {
    error: certain.error,
    warning: certain.error + certain.warning,
    note: certain.error + certain.warning + certain.note,
  }
  return failing[failOn] > 0 || certain.warning > maxWarnings ? EXIT.findings : EXIT.done
}
