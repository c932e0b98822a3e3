import { statSync } from 'node:fs'
import { Analyzer } from '../analyzer.ts'
import { printable } from '../bytes/printable.ts'
import { linkTypeName } from '../capture/link-types.ts'
import type { CaptureProblem } from '../capture/problem.ts'
import type { CaptureReader } from '../capture/reader.ts'
import type { Clock } from '../clock.ts'
import type { DecodeAs } from '../conversation/decode-as.ts'
import type { FileKeeper } from '../conversation/facts.ts'
import type { StreamTap } from '../conversation/stream-tap.ts'
import { CaptureFile } from '../io/capture-file.ts'
import { InputError } from '../io/input-error.ts'
import { Silence } from '../io/live/silence.ts'
import { PacketWriter } from '../io/packet-writer.ts'
import { pump } from '../io/pump.ts'
import { TimeOrder } from '../io/time-order.ts'
import { LIMITS, raising } from '../limits.ts'
import type { Gate } from '../report/gate/gate.ts'
import type { PacketOrigins } from '../report/packet-origins.ts'
import { Totals } from '../report/totals.ts'
import type { CaptureEnd, View } from '../report/view.ts'
import type { Profile } from '../rules/run.ts'
import { profileOf } from './gate.ts'
import { EXIT, UsageError, type ExitCode } from './exit.ts'
import { Progress } from './progress.ts'
import { remarks } from './remarks.ts'
import type { Shell } from './shell.ts'

/** Options of every command that reads captures, as the command line gives them. */
export interface ReadingOptions {
  readonly count?: number
  readonly follow?: boolean
  readonly profile?: Profile
  readonly progress: 'auto' | 'never'
  readonly write?: string
  readonly decodeAs?: readonly DecodeAs[]
  readonly strictChecksum?: boolean
}

/** Time of a packet and where its bytes are: from `start` to `stop` of the buffer that begins at `base` of the capture. */
type PacketPlace = Readonly<Pick<CaptureReader, 'seconds' | 'nanos' | 'base' | 'start' | 'stop'>>

/** What a command adds to the reading. */
export interface Task {
  readonly view: View
  /** The clock of the analysis; the view may have it already. */
  readonly clock: Clock
  readonly files?: FileKeeper
  /** Called when the decimals of the captures' times are known. */
  readonly decimals?: (digits: 6 | 9) => void
  /** Called with each packet. */
  readonly packet?: ((packet: PacketPlace) => void) | undefined
  /** Knows which findings do not count. */
  readonly gate?: Gate
  /** Is shown the bytes of connections. */
  readonly tap?: StreamTap
  /** Is told which packet comes from which input. */
  readonly origins?: PacketOrigins
}

export interface Outcome {
  readonly totals: Totals
  /** What the inputs and signals make of the exit code; `done` leaves it to the command. */
  readonly code: ExitCode
}

/** Milliseconds of work after which signals are looked for and what was written is sent off. */
const PATIENCE = 50

/** Reads captures through the whole analysis into a view, and says on standard error what was wrong with the captures. */
export async function study(
  shell: Shell,
  paths: readonly string[],
  options: ReadingOptions,
  task: Task,
): Promise<Outcome> {
  const profile = profileOf(options)
  refuseInput(options.write, paths)
  const inputs = openAll(paths, options)
  const order = new TimeOrder(inputs)
  const totals = new Totals(task.view, task.gate)
  const analyzer = new Analyzer(totals, {
    clock: task.clock,
    profile,
    decodeAs: options.decodeAs,
    strictChecksum: options.strictChecksum,
    tap: task.tap,
    ...(task.files === undefined ? {} : { files: task.files }),
  })
  const writer = options.write === undefined ? undefined : new PacketWriter(options.write, shell.out)
  const progress = shell.errIsTerminal && options.progress === 'auto' ? new Progress(shell, inputs) : undefined
  shell.onStop = () => order.stop()
  shell.listen()
  const isPresent = options.follow === true || paths.includes('-')
  const silence = isPresent ? passTime(analyzer, () => show(shell, task.view)) : undefined
  let rested = performance.now()
  try {
    await pump(order, analyzer, {
      count: options.count,
      begin: () => {
        refuse(inputs)
        task.decimals?.(inputs.some(({ header }) => header.decimals === 9) ? 9 : 6)
        task.view.begin(inputs.map(describe))
      },
      packet: packetHook(task, writer, inputs),
      between: async (waits) => {
        if (shell.stopCode !== undefined) return true
        progress?.tick()
        if (!waits && performance.now() - rested < PATIENCE) return false
        show(shell, task.view)
        if (!waits) await new Promise((resolve) => setImmediate(resolve))
        rested = performance.now()
        return shell.stopCode !== undefined
      },
    })
    task.view.end(totals, inputs.map(describe))
    writer?.close()
    shell.out.flush()
  } finally {
    clearInterval(silence)
    progress?.end()
    order.close()
  }
  const damage = reportProblems(shell, inputs)
  for (const remark of remarks(analyzer, totals)) shell.say(remark)
  return { totals, code: shell.stopCode ?? damage }
}

function show({ out }: Shell, view: View): void {
  view.flush?.()
  out.flush()
}

/** Calls `then` every second after time has gone by for the analysis. */
export function passTime(analyzer: Analyzer, then: () => void): NodeJS.Timeout {
  const silence = new Silence()
  return setInterval(() => {
    silence.pass(analyzer)
    then()
  }, 1_000)
}

/** What is read would be written over before it was read. */
function refuseInput(write: string | undefined, paths: readonly string[]): void {
  if (write === undefined || write === '-') return
  const there = statSync(write, { throwIfNoEntry: false })
  if (there?.isFile() !== true) return
  const same = paths.find((path) => {
    const input = statSync(path, { throwIfNoEntry: false })
    return input?.ino === there.ino && input.dev === there.dev
  })
  if (same !== undefined)
    throw new UsageError(`-w ${printable(write)}: that is the capture to be read; name another file`)
}

/** All of them are opened before anything is read: a missing one is told at once. */
export function openAll(paths: readonly string[], { follow = false }: Pick<ReadingOptions, 'follow'>): CaptureFile[] {
  if (paths.length === 0)
    throw new UsageError('no capture given: name a file, or - for standard input (--help shows more)')
  if (paths.filter((path) => path === '-').length > 1) throw new UsageError('standard input can be read once only')
  const files: CaptureFile[] = []
  try {
    for (const path of paths) files.push(CaptureFile.open(path, { follow }))
  } catch (error) {
    for (const file of files) file.close()
    throw error
  }
  return files
}

/** Nothing is printed when an input is no capture at all. */
export function refuse(files: readonly CaptureFile[]): void {
  for (const { name, reader } of files) {
    if (reader.fatal !== undefined) throw new InputError(label(name), reader.fatal.message)
  }
}

export function describe({ name, header, size, reader }: CaptureFile): CaptureEnd {
  return {
    file: printable(name),
    format: header.format ?? null,
    linkTypes: [...header.linkTypes].map(linkTypeName),
    bytes: size ?? null,
    packets: reader.packets,
  }
}

/** What has to be done for each packet; nothing for most commands. */
function packetHook(
  { packet, clock, origins }: Task,
  writer: PacketWriter | undefined,
  inputs: readonly CaptureFile[],
): ((reader: CaptureReader) => void) | undefined {
  const wanted = inputs.length > 1 ? origins : undefined
  if (writer === undefined && wanted === undefined) return packet
  let last: CaptureReader | undefined
  let input = 0
  return (reader) => {
    packet?.(reader)
    if (reader !== last) input = inputs.findIndex((file) => file.reader === reader)
    last = reader
    wanted?.add(clock.packet + 1, input, reader.packets)
    writer?.packet(reader, input)
  }
}

/** One line for each kind of problem of each input. An error is damage: the capture could not be read to its end. */
export function reportProblems(shell: Shell, files: readonly CaptureFile[]): ExitCode {
  let code: ExitCode = EXIT.done
  for (const { name, reader } of files) {
    const told = new Set<string>()
    for (const problem of reader.problems) {
      // Whoever stopped the program cut the reading off.
      if (problem.code === 'file-truncated' && shell.stopCode !== undefined) continue
      if (problem.severity === 'error') code = EXIT.input
      if (told.has(problem.code)) continue
      told.add(problem.code)
      shell.say(problemText(name, problem, reader.problemCounts.get(problem.code) ?? 1))
    }
    if (reader.dropped !== undefined && reader.dropped > 0) {
      shell.say(`${label(name)}: the capturing program lost ${reader.dropped} packets`)
    }
  }
  return code
}

function problemText(name: string, { severity, message }: CaptureProblem, count: number): string {
  const kind = severity === 'error' ? '' : `${severity}: `
  const most = LIMITS.captureProblems.value
  const kept = count > most ? ` (${most} kept; ${raising('captureProblems')})` : ''
  const more = count > 1 ? `, and ${count - 1} more like it${kept}` : ''
  return `${label(name)}: ${kind}${message}${more}`
}

const label = (name: string): string => (name === '-' ? 'standard input' : printable(name))
