import { existsSync } from 'node:fs'
import { Clock } from '../clock.ts'
import { nearest } from '../report/nearest.ts'
import { QuietView } from '../report/view.ts'
import { eventTask } from './event-view.ts'
import { UsageError, type ExitCode } from './exit.ts'
import { COMMAND_NAMES } from './program.ts'
import { opensScreens, showScreens, type ScreensOptions } from './screens.ts'
import { study } from './session.ts'
import type { Shell } from './shell.ts'

export async function inspect(shell: Shell, paths: readonly string[], given: ScreensOptions): Promise<ExitCode> {
  suggestCommand(paths)
  if (await opensScreens(given)) return showScreens(shell, paths, given)
  const options = { ...given, format: given.format ?? 'text' } as const
  const task = eventTask(shell, options, new Clock())
  const { code } = await study(shell, paths, options, options.write === '-' ? { ...task, view: new Silence() } : task)
  return code
}

/** Packets go to standard output: nothing else may. */
class Silence extends QuietView {
  readonly wantsEvents = false
}

/** A word that is no file and nearly the name of a command. */
function suggestCommand([first]: readonly string[]): void {
  if (first === undefined || !/^[a-z]+$/.test(first) || existsSync(first)) return
  const near = nearest(first, COMMAND_NAMES)
  if (near !== undefined) throw new UsageError(`unknown command '${first}' (did you mean ${near}?)`)
}
