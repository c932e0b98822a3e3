import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')
export const BIN = resolve(ROOT, 'bin/oscarscope.js')

export interface Result {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly input?: Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Arguments of node itself. */
  readonly node?: readonly string[]
}

/** Runs the program as it was built, as a user would. */
export function oscarscope(args: readonly string[], { input, env = {}, cwd, node = [] }: RunOptions = {}): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, BIN, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input }),
  })
  return { code: status, out: stdout, err: stderr }
}

/** The same with the output in the hands of a shell. */
export function shell(script: string): Result {
  const command = `set -o pipefail; oscarscope() { '${process.execPath}' '${BIN}' "$@"; }; ${script}`
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
  return { code: status, out: stdout, err: stderr }
}

export interface Running {
  readonly child: ChildProcess
  /** What it wrote so far. */
  out: string
  readonly done: Promise<number | null>
  /** Waits until the output has this in it. */
  readonly until: (text: string) => Promise<void>
}

/** Starts the program and leaves it running. */
export function start(args: readonly string[]): Running {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const running: Running = {
    child,
    out: '',
    done: new Promise((settle) => child.on('close', settle)),
    until: (text) =>
      new Promise((settle, reject) => {
        const look = (): void => {
          if (running.out.includes(text)) settle()
        }
        child.stdout.on('data', look)
        child.on('close', () => reject(new Error(`it ended without: ${text}`)))
        look()
      }),
  }
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (running.out += piece))
  return running
}
