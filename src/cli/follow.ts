import { printable } from '../bytes/printable.ts'
import { Clock } from '../clock.ts'
import { counted } from '../report/amount.ts'
import type { BytesView } from '../report/follow/bytes-view.ts'
import { asAscii, asHex, LinesView, RawView, type From } from '../report/follow/bytes-view.ts'
import { FlowChoice } from '../report/follow/choice.ts'
import { FramesView } from '../report/follow/frames-view.ts'
import { TextView } from '../report/text-view.ts'
import { TimeColumn, type TimeFormat } from '../report/time-column.ts'
import { UsageError, type ExitCode } from './exit.ts'
import { filtered, type FilterOptions } from './filter.ts'
import { look, type LookOptions } from './look.ts'
import { study, type ReadingOptions, type Task } from './session.ts'
import type { Shell } from './shell.ts'

interface FollowOptions extends ReadingOptions, LookOptions, FilterOptions {
  readonly format: 'hex' | 'ascii' | 'raw' | 'frames'
  readonly from: From
  readonly time: TimeFormat
  readonly showSecrets?: boolean
}

/** `oscarscope follow FILE... FLOW` */
export async function follow(shell: Shell, args: readonly string[], options: FollowOptions): Promise<ExitCode> {
  const { choice, paths } = chosen(args)
  if (options.format === 'raw' && shell.outIsTerminal)
    throw new UsageError('raw bytes are not for a terminal: send them to a file or a pipe')
  if (options.filter !== undefined && options.format !== 'frames')
    throw new UsageError('-Y chooses frames: add -T frames')
  const task = taskOf(shell, choice, options)
  const { code } = await study(shell, paths, options, task)
  if (choice.track === undefined)
    throw new UsageError(
      `no connection ${choice.text} was seen (oscarscope inspect -T fields -e flow -e src -e dst shows their numbers)`,
    )
  if (choice.more.length > 0)
    shell.say(`${choice.text} is also ${counted(choice.more.length, 'later connection')}: ${choice.more.join(', ')}`)
  const { view } = task
  if (view instanceof RawView && view.missing[0] + view.missing[1] > 0) {
    shell.say(`${counted(view.missing[0] + view.missing[1], 'byte')} of it are not in the capture`)
  }
  return code
}

function taskOf(shell: Shell, choice: FlowChoice, options: FollowOptions): Task {
  const { format, from, showSecrets: secrets = false } = options
  const clock = new Clock()
  const { paint, write } = look(shell, options)
  const wanted = { choice, from }
  if (format === 'frames') {
    const time = new TimeColumn(options.time, clock)
    const text = new TextView({ time, paint, details: false, hex: true, secrets }, write)
    const view = new FramesView(wanted, filtered(text, options, clock))
    return { view, clock, decimals: (digits) => (time.digits = digits) }
  }
  const view: BytesView =
    format === 'raw'
      ? new RawView(wanted, (bytes) => shell.out.writeBytes(bytes))
      : new LinesView(wanted, clock, format === 'hex' ? asHex : asAscii, paint, write)
  return { view, clock, tap: view }
}

/** The last argument is the connection. */
function chosen(args: readonly string[]): { readonly choice: FlowChoice; readonly paths: readonly string[] } {
  const last = args.at(-1)
  const choice = last === undefined || args.length < 2 ? undefined : FlowChoice.parse(last)
  if (choice !== undefined) return { choice, paths: args.slice(0, -1) }
  const found = args.length < 2 ? '' : `, and '${printable(last!)}' is none`
  throw new UsageError(`name a capture and then a connection${found}: its number, or ip:port,ip:port`)
}
