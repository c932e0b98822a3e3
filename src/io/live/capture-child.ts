import { spawn, type ChildProcess } from 'node:child_process'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Backend, Counters } from './backend.ts'
import type { CaptureFailure } from './capture-failure.ts'
import { ChildSource } from './child-source.ts'
import { explainEnd, noBackend, noPermission, notStarted } from './failures.ts'
import { guardOrphan } from './orphan-guard.ts'
import type { CaptureRequest } from './request.ts'

/** A program that is slow to begin is waited for this long, one that is told to end this long. Milliseconds. */
const START_PATIENCE = 10_000
const END_PATIENCE = 3_000
/** Lines of a child that are kept to explain its end. */
const SAID_LINES = 20
const URGENT = -10

/**
 * One program that captures on one interface. It runs in a session of its own, so that Ctrl-C reaches us alone and it can
 * be ended in an order that loses nothing.
 */
export class CaptureChild {
  readonly backend: Backend
  readonly request: CaptureRequest
  readonly source: ChildSource
  readonly counters: Counters = {}
  /** Settles when the child is gone: with the reason, when nobody had asked it to go. */
  readonly ended: Promise<CaptureFailure | undefined>
  private readonly process: ChildProcess
  private readonly program: string
  private readonly said: string[] = []
  private started = false
  private stopping = false
  private gone = false

  private constructor(backend: Backend, program: string, request: CaptureRequest) {
    this.backend = backend
    this.program = program
    this.request = request
    this.process = spawn(program, backend.arguments(request), { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    this.source = new ChildSource(this.process.stdout!)
    const { pid } = this.process
    if (pid !== undefined) {
      hurry(pid)
      this.process.once('exit', guardOrphan(pid))
    }
    this.ended = this.watch()
    process.once('exit', () => this.kill())
  }

  /** Starts capturing. Resolves when the program has opened the interface. Throws `CaptureFailure`. */
  static async start(backend: Backend, request: CaptureRequest): Promise<CaptureChild> {
    const program = backend.program()
    if (program === undefined) throw noBackend([backend.name])
    const child = new CaptureChild(backend, program, request)
    await child.opened()
    return child
  }

  /** Asks for fresh counters, where the program can be asked. */
  ask(): void {
    if (this.backend.ask !== undefined && !this.gone) this.process.kill(this.backend.ask)
  }

  /** Tells it to end; what it has captured still arrives, and then the end of its output. */
  stop(): void {
    if (this.stopping) return
    this.stopping = true
    setTimeout(() => this.process.kill('SIGINT'), this.backend.settle)
    setTimeout(() => this.kill(), this.backend.settle + END_PATIENCE).unref()
  }

  /** Ends it at once. */
  kill(): void {
    this.stopping = true
    if (!this.gone) this.process.kill('SIGKILL')
  }

  private async opened(): Promise<void> {
    const output = this.process.stdout!
    const patience = timeout(START_PATIENCE)
    const failure = await Promise.race([
      this.ended.then((why) => why ?? this.lateStart()),
      hasBytes(output),
      patience.over,
    ])
    patience.cancel()
    if (failure === true) {
      this.started = true
      return
    }
    this.kill()
    throw failure === false ? this.lateStart() : failure
  }

  private lateStart(): CaptureFailure {
    const { backend, program, request } = this
    return notStarted(
      { backend: backend.name, program, request },
      `${backend.name} did not begin to capture on ${request.interface}`,
    )
  }

  private watch(): Promise<CaptureFailure | undefined> {
    const lines = createInterface({ input: this.process.stderr! })
    lines.on('line', (line) => this.hear(line))
    const silent = new Promise<void>((resolve) => lines.on('close', resolve))
    return new Promise((resolve) => {
      this.process.on('error', (error) => {
        this.gone = true
        resolve(this.refused(error))
      })
      this.process.on('exit', (code, signal) => {
        this.gone = true
        void silent.then(() => resolve(this.stopping ? undefined : this.explain(code, signal)))
      })
    })
  }

  private hear(line: string): void {
    const counters = this.backend.counters(line)
    if (counters !== undefined) Object.assign(this.counters, counters)
    else if (line.trim() !== '' && !this.backend.chatter.test(line) && this.said.length < SAID_LINES)
      this.said.push(line.trim())
  }

  private refused(error: NodeJS.ErrnoException): CaptureFailure {
    const { backend, program, request } = this
    const end = { backend: backend.name, program, request }
    if (error.code === 'EACCES' || error.code === 'EPERM') return noPermission(end)
    return notStarted(end, `${program} cannot be run: ${error.message}`)
  }

  private explain(code: number | null, signal: NodeJS.Signals | null): CaptureFailure {
    const { backend, program, request, said, started } = this
    return explainEnd({ backend: backend.name, program, request, said, code, signal, started })
  }
}

/** The kernel's buffer holds a fraction of a second: whoever empties it should not wait for its turn, if we may say so. */
function hurry(pid: number): void {
  try {
    setPriority(pid, URGENT)
  } catch {
    // Only root may.
  }
}

/** True once there are bytes; for ever pending when there never are any. */
function hasBytes(output: Readable): Promise<true> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (output.readableLength === 0) return
      output.off('readable', look)
      resolve(true)
    }
    output.on('readable', look)
  })
}

function timeout(milliseconds: number): { over: Promise<false>; cancel(): void } {
  let timer: NodeJS.Timeout
  const over = new Promise<false>((resolve) => (timer = setTimeout(resolve, milliseconds, false)))
  return { over, cancel: () => clearTimeout(timer) }
}
