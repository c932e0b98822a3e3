import { Analyzer } from '../analyzer.ts'
import { printable } from '../bytes/printable.ts'
import { linkTypeName } from '../capture/link-types.ts'
import type { DecodeAs } from '../conversation/decode-as.ts'
import type { CaptureFile } from '../io/capture-file.ts'
import { CaptureFailure } from '../io/live/capture-failure.ts'
import { CaptureWriter, type RingOptions } from '../io/live/capture-writer.ts'
import { FlightRecorder } from '../io/live/flight-recorder.ts'
import type { LiveFeed, Notify } from '../io/live/live-feed.ts'
import { LiveOrder } from '../io/live/live-order.ts'
import { StatusKeeper, type LiveStatus } from '../io/live/live-status.ts'
import { LiveWatch } from '../io/live/live-watch.ts'
import type { PacketSink } from '../io/live/packet-sink.ts'
import { isWanted, type StopWhen } from '../io/live/stop-conditions.ts'
import { pump } from '../io/pump.ts'
import { counted } from '../report/amount.ts'
import { findingName, packetsText } from '../report/finding-text.ts'
import { nearest } from '../report/nearest.ts'
import { Totals } from '../report/totals.ts'
import type { CaptureEnd } from '../report/view.ts'
import type { Finding } from '../rules/finding.ts'
import { RULES } from '../rules/index.ts'
import type { Profile } from '../rules/run.ts'
import { profileOf } from './gate.ts'
import { EXIT, UsageError, type ExitCode } from './exit.ts'
import type { Task } from './session.ts'
import type { Shell } from './shell.ts'
import { StatusLine } from './status-line.ts'

/** Options of every command that looks at the present, as the command line gives them. */
export interface WatchOptions {
  readonly count?: number
  readonly write?: string
  readonly ringBuffer?: RingOptions
  readonly autostop?: StopWhen
  /** Codes and names of rules; empty for any. */
  readonly until?: readonly string[]
  readonly keepBefore?: number
  readonly profile?: Profile
  readonly decodeAs?: readonly DecodeAs[]
  readonly strictChecksum?: boolean
}

/** What ends the watching, from all options that have to do with it. Throws `UsageError`. */
export function stopWhen({ count, write, ringBuffer, autostop = {}, until, keepBefore }: WatchOptions): StopWhen {
  if (ringBuffer !== undefined && (write === undefined || write === '-'))
    throw new UsageError('-b needs a file to write to: -w FILE')
  if (ringBuffer?.files !== undefined && ringBuffer.bytes === undefined && ringBuffer.seconds === undefined) {
    throw new UsageError('-b files:N needs to know when a file is full: -b filesize:KB or -b duration:SECONDS')
  }
  if ((autostop.bytes ?? autostop.files) !== undefined && write === undefined)
    throw new UsageError('-a filesize: and -a files: need a file to write to: -w FILE')
  if (keepBefore !== undefined && (until === undefined || write === undefined || ringBuffer !== undefined)) {
    throw new UsageError('--keep-before needs --until and -w FILE, without -b')
  }
  return {
    ...autostop,
    packets: least(count, autostop.packets),
    violation: until && { codes: new Set(until.map(ruleCode)) },
  }
}

/** Code of a rule that is given by its code or by its name. */
function ruleCode(word: string): string {
  const rule = RULES.find(({ code, name }) => code.toLowerCase() === word.toLowerCase() || name === word.toLowerCase())
  if (rule !== undefined) return rule.code
  const near = nearest(
    word,
    RULES.flatMap(({ code, name }) => [code, name]),
  )
  throw new UsageError(
    `--until: there is no rule ${printable(word)}${near === undefined ? '' : ` (did you mean ${near}?)`}`,
  )
}

/** Where packets go. Throws `CaptureFailure`. */
function openSink({ write, ringBuffer, keepBefore }: WatchOptions): PacketSink | undefined {
  if (write === undefined) return undefined
  return keepBefore === undefined ? new CaptureWriter(write, ringBuffer) : new FlightRecorder(write, keepBefore)
}

/** What a command gives to the watching. */
export interface Watching {
  readonly feed: LiveFeed
  readonly sink: PacketSink | undefined
  readonly task: Task
  readonly status: StatusLine
}

/** Follows a live feed into a view until it ends, and says what became of it. */
export async function watch(shell: Shell, options: WatchOptions, watching: Watching): Promise<ExitCode> {
  const { feed, sink, task, status } = watching
  const until = stopWhen(options)
  let found: Finding | undefined
  const totals = new Totals({
    wantsEvents: task.view.wantsEvents,
    ignoresTalk: task.view.ignoresTalk === true,
    wantsUnknowns: task.view.wantsUnknowns === true,
    event: (event) => task.view.event(event),
    conversation: (conversation) => task.view.conversation(conversation),
    transfer: (transfer) => task.view.transfer(transfer),
    flow: (track) => task.view.flow(track),
    finding: (finding) => {
      if (isWanted(until.violation, finding)) found ??= finding
      task.view.finding(finding)
    },
  })
  const { clock, files } = task
  const analyzer = new Analyzer(totals, {
    clock,
    profile: profileOf(options),
    decodeAs: options.decodeAs,
    strictChecksum: options.strictChecksum,
    ...(files === undefined ? {} : { files }),
  })
  const keeper = new StatusKeeper(feed, sink, options.write)
  const order = new LiveOrder(feed, { sink, until, enough: () => found !== undefined })
  const show = (): void => {
    task.view.flush?.()
    shell.out.flush()
  }
  const watch = new LiveWatch(
    feed,
    order,
    (line) => status.say(line),
    until.seconds,
    () => {
      watch.passTime(analyzer)
      show()
      status.show(keeper.now(analyzer, totals))
    },
  )
  try {
    await pump(order, analyzer, {
      begin: () => {
        task.decimals?.(feed.files.some(({ header }) => header.decimals === 9) ? 9 : 6)
        task.view.begin(feed.files.map(describe))
      },
      packet: task.packet,
      between: (waits) => {
        if (waits) show()
        return false
      },
    })
    watch.end()
    const failure = order.failure ?? (await feed.ended)
    task.view.end(totals, feed.files.map(describe))
    show()
    return conclude(shell, options, watching, failure, keeper.now(analyzer, totals), found)
  } finally {
    watch.end()
    feed.kill()
    closeSink(watching)
  }
}

/** Ends the file, and says how it went. */
export function conclude(
  shell: Shell,
  { keepBefore }: WatchOptions,
  watching: Omit<Watching, 'task'>,
  failure: CaptureFailure | undefined,
  last: LiveStatus | undefined,
  found?: Finding,
): ExitCode {
  const { sink, status } = watching
  const reason = closeSink(watching) ?? failure
  if (last !== undefined) status.end({ ...last, written: sink?.bytes ?? last.written })
  if (found !== undefined)
    shell.say(`stopped at ${findingName(found)} (${packetsText(found.packets)}): ${found.message}`)
  for (const path of sink?.files ?? []) shell.say(`packets are in ${printable(path)}`)
  if (sink !== undefined && sink.forgotten > 0) {
    shell.say(`${counted(sink.forgotten, 'packet')} of the last ${keepBefore ?? 0} s were too many for the memory`)
  }
  return reason !== undefined && shell.stopCode === undefined ? tell(shell, reason) : (shell.stopCode ?? EXIT.done)
}

/** The file is ended whatever has happened, once. */
function closeSink({ feed, sink }: Omit<Watching, 'task'>): CaptureFailure | undefined {
  const { droppedByKernel = 0, droppedHere } = feed
  const isKnown = feed.droppedByKernel !== undefined || droppedHere > 0
  try {
    sink?.close(isKnown ? droppedByKernel + droppedHere : undefined)
    return undefined
  } catch (error) {
    if (error instanceof CaptureFailure) return error
    throw error
  }
}

/** Says what is in the way, and the commands that mend it. */
export function tell(shell: Shell, { lines }: CaptureFailure): ExitCode {
  const [message, ...remedies] = lines
  shell.say(message!)
  for (const remedy of remedies) shell.err(`${remedy}\n`)
  return EXIT.permission
}

/** What is made of a feed once it runs. */
export type Follow = (watching: Omit<Watching, 'task'>, notify: Notify) => Promise<ExitCode>

/** Starts a feed and has it followed. Signals end it: what is on its way still arrives. Tells a `CaptureFailure`. */
export async function capturing(
  shell: Shell,
  options: WatchOptions,
  start: (notify: Notify) => Promise<LiveFeed>,
  follow: Follow,
): Promise<ExitCode> {
  const status = new StatusLine(shell)
  const notify = (line: string): void => status.say(line)
  shell.onStop = () => process.exit(shell.stopCode)
  shell.listen()
  let feed: LiveFeed | undefined
  try {
    feed = await start(notify)
    const running = feed
    shell.onStop = () => running.stop()
    return await follow({ feed, sink: openSink(options), status }, notify)
  } catch (error) {
    feed?.kill()
    if (!(error instanceof CaptureFailure)) throw error
    return tell(shell, error)
  }
}

function describe({ name, header, reader }: CaptureFile): CaptureEnd {
  return {
    file: printable(name),
    format: header.format ?? null,
    linkTypes: [...header.linkTypes].map(linkTypeName),
    bytes: null,
    packets: reader.packets,
  }
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)
}
