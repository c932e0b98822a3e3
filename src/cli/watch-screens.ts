import type { Analyzer } from '../analyzer.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import type { CaptureFailure } from '../io/live/capture-failure.ts'
import type { ThemeName } from '../tui/theme.ts'
import { LiveOrder } from '../io/live/live-order.ts'
import { StatusKeeper, type LiveStatus } from '../io/live/live-status.ts'
import { LiveWatch } from '../io/live/live-watch.ts'
import { plain } from '../report/signs.ts'
import type { Totals } from '../report/totals.ts'
import { painter } from './colour.ts'
import type { EventViewOptions } from './event-view.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { profileOf } from './gate.ts'
import type { Shell } from './shell.ts'
import { shortStatusText } from './status-line.ts'
import { conclude, stopWhen, type WatchOptions, type Watching } from './watch.ts'

/** How long the last line of the screens has what was said, milliseconds. */
const NOTICE_TIME = 5_000

/** Options of a command that shows what it captures on screens where it can. */
export interface WatchScreensOptions extends WatchOptions, Omit<EventViewOptions, 'format'> {
  readonly format?: EventViewOptions['format']
  readonly findings?: boolean
  readonly theme?: ThemeName
}

/** Whether the screens are wanted, and there is a terminal for them. */
export async function watchesOnScreens(options: WatchScreensOptions): Promise<boolean> {
  const { format, details, hex, field, findings, until, write } = options
  const asksForText = [format, details, hex, field, findings, until].some((given) => given !== undefined)
  return !asksForText && write !== '-' && (await import('../tui/has-terminal.ts')).hasTerminal()
}

/** Follows a live feed on the screens until the user quits. `onEvent` sees every event, too. */
export async function watchOnScreens(
  shell: Shell,
  options: WatchScreensOptions,
  watching: Omit<Watching, 'task'>,
  onEvent?: (event: TimelineEvent) => void,
): Promise<ExitCode> {
  const { feed, sink } = watching
  const until = stopWhen(options)
  const order = new LiveOrder(feed, { sink, until })
  const keeper = new StatusKeeper(feed, sink, options.write)
  const notice = { text: '', until: 0 }
  watching.status.elsewhere = (text) => {
    // The screens keep what is written to standard error this way in their log.
    process.stderr.write(`${text}\n`)
    Object.assign(notice, { text, until: performance.now() + NOTICE_TIME })
  }
  const notify = (line: string): void => watching.status.say(line)
  let watch: LiveWatch | undefined
  let status: LiveStatus | undefined
  let failure: CaptureFailure | undefined
  const analyzing = (analyzer: Analyzer, totals: Totals): void => {
    watch = new LiveWatch(feed, order, notify, until.seconds, () => {
      watch?.passTime(analyzer)
      status = keeper.now(analyzer, totals)
    })
  }
  const ended = feed.ended.then((why) => {
    failure = order.failure ?? why
    for (const line of failure?.lines ?? []) watching.status.elsewhere?.(line)
  })
  try {
    const { runTui } = await import('../tui/main.ts')
    const {
      decodeAs = [],
      strictChecksum = false,
      showSecrets: secrets = false,
      ascii = false,
      filter,
      color,
      theme,
    } = options
    const code = await runTui({
      files: order,
      live: feed.label,
      losses: () => {
        const news = failure?.message ?? (performance.now() < notice.until ? notice.text : [])
        return [news, status === undefined ? [] : shortStatusText(status)].flat().join(' · ')
      },
      analyzing,
      profile: profileOf(options),
      decodeAs,
      strictChecksum,
      secrets,
      color: painter(color, shell.outIsTerminal, process.env) !== plain,
      ...(ascii ? { ascii } : {}),
      ...(theme === undefined ? {} : { theme }),
      ...(filter === undefined ? {} : { filter }),
      ...(onEvent === undefined ? {} : { event: onEvent }),
    })
    watching.status.elsewhere = undefined
    feed.stop()
    await ended
    const concluded = conclude(shell, options, watching, failure, status)
    return code === EXIT.done ? concluded : (code as ExitCode)
  } finally {
    watch?.end()
    feed.kill()
  }
}
