import { Clock } from '../clock.ts'
import type { BackendName } from '../io/live/backend.ts'
import { CaptureFeed } from '../io/live/capture-feed.ts'
import type { LiveFeed, Notify } from '../io/live/live-feed.ts'
import { filterWithPorts } from '../io/live/request.ts'
import { CheckView } from '../report/check/text-view.ts'
import { PacketOrigins } from '../report/packet-origins.ts'
import { QuietView } from '../report/view.ts'
import { eventTask } from './event-view.ts'
import { UsageError, type ExitCode } from './exit.ts'
import { filtered } from './filter.ts'
import { interfaces } from './interfaces.ts'
import { look } from './look.ts'
import type { Task } from './session.ts'
import type { Shell } from './shell.ts'
import { capturing, stopWhen, watch } from './watch.ts'
import { watchesOnScreens, watchOnScreens, type WatchScreensOptions } from './watch-screens.ts'

interface LiveOptions extends WatchScreensOptions {
  readonly interface?: readonly string[]
  readonly listInterfaces?: boolean
  readonly captureFilter: string
  readonly port: readonly number[]
  readonly snapshotLength: number
  readonly promiscuousMode: boolean
  readonly bufferSize: number
  readonly captureBackend: BackendName | 'auto'
}

/** `oscarscope live` */
export async function live(shell: Shell, options: LiveOptions): Promise<ExitCode> {
  if (options.listInterfaces === true) return interfaces(shell, { ...options, format: 'text' })
  const devices = options.interface ?? []
  if (devices.length === 0)
    throw new UsageError('no interface given: -i NAME, or -i any (oscarscope interfaces lists them)')
  stopWhen(options)
  const onScreens = await watchesOnScreens(options)
  const task = liveTask(shell, options, devices)
  const requests = devices.map((device) => ({
    interface: device,
    filter: filterWithPorts(options.captureFilter, options.port),
    snaplen: options.snapshotLength,
    promiscuous: options.promiscuousMode,
    bufferMiB: options.bufferSize,
  }))
  const start = (notify: Notify): Promise<LiveFeed> => CaptureFeed.start(requests, options.captureBackend, notify)
  return capturing(shell, options, start, (watching, notify) => {
    notify(`capturing on ${watching.feed.label}`)
    if (watching.feed.silence !== undefined) notify(watching.feed.silence)
    if (process.getuid?.() === 0) notify(AS_ROOT)
    return onScreens ? watchOnScreens(shell, options, watching) : watch(shell, options, { ...watching, task })
  })
}

const AS_ROOT = 'the analysis runs as root; it need not: only the capturing program has to be allowed to capture'

/** Events, or findings alone; nothing at all when packets go to standard output. */
function liveTask(shell: Shell, options: LiveOptions, devices: readonly string[]): Task {
  const clock = new Clock()
  const { format = 'text' } = options
  if (options.write === '-') return { view: new Silence(), clock }
  if (options.findings !== true) return eventTask(shell, { ...options, format }, clock)
  if (format !== 'text') throw new UsageError('--findings is for text output')
  const { paint, write } = look(shell, options)
  const { details = false, hex = false } = options
  return {
    view: filtered(new CheckView(new PacketOrigins(devices), paint, { details, hex }, write), options, clock),
    clock,
  }
}

class Silence extends QuietView {
  readonly wantsEvents = false
}
