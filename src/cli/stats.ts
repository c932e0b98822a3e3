import { Clock } from '../clock.ts'
import { statsLines, statsRecord, StatsView } from '../report/stats-view.ts'
import type { ExitCode } from './exit.ts'
import { filtered, type FilterOptions } from './filter.ts'
import { look, writer, type LookOptions } from './look.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

interface StatsOptions extends ReadingOptions, LookOptions, FilterOptions {
  readonly format: 'text' | 'json'
}

/** `oscarscope stats FILE...` */
export async function stats(shell: Shell, paths: readonly string[], options: StatsOptions): Promise<ExitCode> {
  const clock = new Clock()
  const view = new StatsView()
  const { totals, code } = await study(shell, paths, options, { view: filtered(view, options, clock), clock })
  if (options.format === 'json') {
    writer(shell, options)(`${JSON.stringify(statsRecord(view, totals), undefined, 2)}\n`)
    return code
  }
  const { paint, write } = look(shell, options)
  for (const line of statsLines(view, totals, paint)) write(`${line}\n`)
  return code
}
