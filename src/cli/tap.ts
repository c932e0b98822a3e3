import { Clock } from '../clock.ts'
import type { LiveFeed, Notify } from '../io/live/live-feed.ts'
import { Detours, type Detour } from '../io/tap/detours.ts'
import type { HostPort } from '../io/tap/relay.ts'
import { TapFeed } from '../io/tap/tap-feed.ts'
import { packetsText } from '../report/finding-text.ts'
import type { View } from '../report/view.ts'
import { eventTask } from './event-view.ts'
import { UsageError, type ExitCode } from './exit.ts'
import type { Shell } from './shell.ts'
import { capturing, stopWhen, watch } from './watch.ts'
import { watchesOnScreens, watchOnScreens, type WatchScreensOptions } from './watch-screens.ts'

interface TapOptions extends WatchScreensOptions {
  readonly listen: HostPort
  readonly to: HostPort
}

/** `oscarscope tap`: a relay whose traffic is analysed; needs no rights. */
export async function tap(shell: Shell, options: TapOptions): Promise<ExitCode> {
  const { listen, to } = options
  if (to.host === '' || to.port === 0) throw new UsageError('--to needs a host and a port')
  if (options.write === '-') throw new UsageError('-w needs a file here')
  stopWhen(options)
  const task = eventTask(shell, { ...options, format: options.format ?? 'text' }, new Clock())
  const onScreens = await watchesOnScreens(options)
  const start = (notify: Notify): Promise<LiveFeed> => TapFeed.start(listen, to, notify)
  return capturing(shell, options, start, (watching, notify) => {
    notify(`${watching.feed.label}: point the client's server at this machine; nothing is rewritten`)
    notify(
      'addresses that the server or a peer names inside of OSCAR bypass this relay: they are listed as they are seen',
    )
    const detours = new Detours((detour) => notify(detourText(detour)))
    if (onScreens) return watchOnScreens(shell, options, watching, (event) => detours.event(event))
    return watch(shell, options, { ...watching, task: { ...task, view: withDetours(task.view, detours) } })
  })
}

function detourText({ kind, to, packets }: Detour): string {
  const where = `${kind} to ${to} (${packetsText(packets)}) bypasses this relay`
  return kind === 'service redirect' ? `${where}: oscarscope tap --listen :PORT --to ${to}` : where
}

/** The view, with every event shown to the detours first. */
function withDetours(view: View, detours: Detours): View {
  return {
    wantsEvents: true,
    ignoresTalk: view.ignoresTalk === true,
    wantsUnknowns: view.wantsUnknowns === true,
    begin: (captures) => view.begin(captures),
    event: (event) => {
      detours.event(event)
      if (view.wantsEvents) view.event(event)
    },
    flow: (track) => view.flow(track),
    conversation: (conversation) => view.conversation(conversation),
    transfer: (transfer) => view.transfer(transfer),
    finding: (finding) => view.finding(finding),
    end: (totals, captures) => view.end(totals, captures),
    flush: () => view.flush?.(),
  }
}
