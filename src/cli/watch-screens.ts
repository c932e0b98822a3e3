import { LiveOrder } from '../io/live/live-order.ts'
import { StatusKeeper } from '../io/live/live-status.ts'
import { LiveWatch } from '../io/live/live-watch.ts'
import { plain } from '../report/signs.ts'
import { painter } from './colour.ts'
import type { EventViewOptions } from './event-view.ts'
import { EXIT, type ExitCode } from './exit.ts'
import type { Shell } from './shell.ts'
import { diskTexts, lossText } from './status-line.ts'
import { conclude, stopWhen, type WatchOptions, type Watching } from './watch.ts'

/** Options of a command that shows what it captures on screens where it can. */
export interface WatchScreensOptions extends WatchOptions, Omit<EventViewOptions, 'format'> {
  readonly format?: EventViewOptions['format']
  readonly findings?: boolean
}

/** Whether the screens are wanted, and there is a terminal for them. */
export async function watchesOnScreens(options: WatchScreensOptions): Promise<boolean> {
  const { format, details, hex, field, findings, until, write } = options
  const asksForText = [format, details, hex, field, findings, until].some((given) => given !== undefined)
  return !asksForText && write !== '-' && (await import('../tui/main.ts')).canRunTui()
}

/** Follows a live feed on the screens until the user quits. */
export async function watchOnScreens(
  shell: Shell,
  options: WatchScreensOptions,
  watching: Omit<Watching, 'task'>,
): Promise<ExitCode> {
  const { feed, sink } = watching
  const until = stopWhen(options)
  const order = new LiveOrder(feed, { sink, until })
  const keeper = new StatusKeeper(feed, sink, options.write)
  // The screens keep what is written to standard error this way in their log.
  const notify = (line: string): void => void process.stderr.write(`${line}\n`)
  const watch = new LiveWatch(feed, order, notify, until.seconds, () => {})
  try {
    const { runTui } = await import('../tui/main.ts')
    const { profile, showSecrets: secrets = false, ascii = false, filter, color } = options
    const status = await runTui({
      files: order,
      live: feed.label,
      losses: () => {
        const now = keeper.now(order.count)
        return [lossText(now), ...diskTexts(now)].join(' · ')
      },
      profile,
      secrets,
      color: painter(color, shell.outIsTerminal, process.env) !== plain,
      ...(ascii ? { ascii } : {}),
      ...(filter === undefined ? {} : { filter }),
    })
    feed.stop()
    const failure = order.failure ?? (await feed.ended)
    const code = conclude(shell, options, watching, failure, keeper.now(order.count))
    return status === EXIT.done ? code : (status as ExitCode)
  } finally {
    watch.end()
    feed.kill()
  }
}
