import { statSync } from 'node:fs'
import type { Analyzer } from '../analyzer.ts'
import { Clock } from '../clock.ts'
import { CaptureFile } from '../io/capture-file.ts'
import { TimeOrder } from '../io/time-order.ts'
import type { TuiOptions } from '../tui/main.ts'
import type { ThemeName } from '../tui/theme.ts'
import { plain } from '../report/signs.ts'
import { painter } from './colour.ts'
import type { EventViewOptions } from './event-view.ts'
import { UsageError, type ExitCode } from './exit.ts'
import { extractBeside } from './extract-beside.ts'
import { displayFilter } from './filter.ts'
import { profileOf } from './gate.ts'
import { look } from './look.ts'
import { openAll, passTime, refuse, reportProblems, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

/** Options of a command that shows its events on screens where it can. */
export interface ScreensOptions extends ReadingOptions, Omit<EventViewOptions, 'format'> {
  readonly format?: EventViewOptions['format']
  readonly plain?: boolean
  readonly theme?: ThemeName
}

/** Whether the screens are wanted, as lines or on a terminal that can show them. Throws `UsageError`. */
export async function opensScreens(options: ScreensOptions): Promise<boolean> {
  const { format, details, hex, field, write, count } = options
  const asksForText = [format, details, hex, field, write, count].some((given) => given !== undefined)
  if (options.plain === true && asksForText) throw new UsageError('--plain goes without -T, -V, -x, -e, -w and -c')
  if (options.plain === true) return true
  return !asksForText && (await import('../tui/has-terminal.ts')).hasTerminal()
}

/** Shows captures until the user quits, or writes all views when they are wanted as lines. */
export async function showScreens(shell: Shell, paths: readonly string[], options: ScreensOptions): Promise<ExitCode> {
  const profile = profileOf(options)
  const { filter, decodeAs = [], strictChecksum = false, follow = false, ascii = false, theme } = options
  if (filter !== undefined) displayFilter(filter, new Clock())
  const inputs = openAll(paths, options)
  if (!follow) await refuseOthers(paths)
  const files = new TimeOrder(inputs)
  const { runTui, writeViews } = await import('../tui/main.ts')
  const screens: TuiOptions = {
    files,
    profile,
    decodeAs,
    strictChecksum,
    secrets: options.showSecrets ?? false,
    color: painter(options.color, shell.outIsTerminal, process.env) !== plain,
    ...(ascii ? { ascii } : {}),
    ...(theme === undefined ? {} : { theme }),
    ...(filter === undefined ? {} : { filter }),
    extract: (directory) => extractBeside(paths, { profile, decodeAs, strictChecksum }, directory),
  }
  if (options.plain === true) {
    shell.onStop = () => files.close()
    shell.listen()
    await writeViews(screens, look(shell, options).write, () => shell.stopCode !== undefined)
    return shell.stopCode ?? reportProblems(shell, inputs)
  }
  let silence: NodeJS.Timeout | undefined
  const isPresent = follow || paths.includes('-')
  const analyzing = (analyzer: Analyzer): void => void (silence = passTime(analyzer, () => {}))
  const status = await runTui(isPresent ? { ...screens, analyzing } : screens)
  clearInterval(silence)
  return status === 0 ? reportProblems(shell, inputs) : (status as ExitCode)
}

/** What is no capture at all is told before a screen is opened. Pipes cannot be asked twice. */
async function refuseOthers(paths: readonly string[]): Promise<void> {
  for (const path of paths.filter((one) => one !== '-' && statSync(one).isFile())) {
    const file = CaptureFile.open(path)
    while (!file.reader.next() && (await file.fill()));
    refuse([file])
    file.close()
  }
}
