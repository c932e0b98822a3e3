import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a whole process cost, its start included. */
export interface Cost {
  /** User and system seconds. */
  readonly cpu: number
  readonly wall: number
  /** Peak of its memory in MiB; undefined without GNU time. */
  readonly memory: number | undefined
}

export interface Command {
  /** Short, for tables. */
  readonly label: string
  readonly words: readonly string[]
}

const GNU_TIME = '/usr/bin/time'
/** The shell's `time` has milliseconds, GNU time hundredths; only that one tells the peak of memory. */
const SCRIPT = 'TIMEFORMAT="%3U %3S %3R"; time "$@" >/dev/null 2>"$BENCH_ERRORS"'

export const hasGnuTime = succeeds([GNU_TIME, '--version'], /GNU/)

export function isInstalled(program: string): boolean {
  return succeeds([program, '--version'], /\d/)
}

function succeeds([program, ...rest]: readonly string[], expected: RegExp): boolean {
  const { status, stdout, stderr } = spawnSync(program!, rest, { encoding: 'utf8' })
  return status === 0 && expected.test(stdout + stderr)
}

/** Runs a command with its output thrown away. Throws when it fails. */
export function measure({ label, words }: Command): Cost {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const [peak, errors] = [join(folder, 'peak'), join(folder, 'errors')]
  const timed = hasGnuTime ? [GNU_TIME, '-f', '%M', '-o', peak, ...words] : words
  const { status, stderr } = spawnSync('bash', ['-c', SCRIPT, 'bash', ...timed], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', BENCH_ERRORS: errors },
  })
  const said = existsSync(errors) ? readFileSync(errors, 'utf8') : ''
  const memory = hasGnuTime && status === 0 ? Number(readFileSync(peak, 'utf8')) / 1024 : undefined
  rmSync(folder, { recursive: true })
  if (status !== 0) throw new Error(`${label} failed (${words.join(' ')}):\n${said}${stderr}`)
  const [user, system, wall] = stderr.trim().split(/\s+/).map(Number)
  return { cpu: user! + system!, wall: wall!, memory }
}

/** Two commands run in turn, `runs` times: what changes on the machine meanwhile meets both. */
export interface Pair {
  readonly ours: Cost
  readonly theirs: Cost
  /** Median of the ratios of the pairs, ours by theirs. */
  readonly ratio: number
}

export function pairs(ours: Command, theirs: Command, runs: number): Pair {
  const costs = Array.from({ length: runs }, () => [measure(ours), measure(theirs)] as const)
  return {
    ours: middle(costs.map(([cost]) => cost)),
    theirs: middle(costs.map(([, cost]) => cost)),
    ratio: median(costs.map(([a, b]) => a.cpu / b.cpu)),
  }
}

/** Medians, of the memory the largest. */
export function middle(costs: readonly Cost[]): Cost {
  const peaks = costs.flatMap(({ memory }) => memory ?? [])
  return {
    cpu: median(costs.map(({ cpu }) => cpu)),
    wall: median(costs.map(({ wall }) => wall)),
    memory: peaks.length === 0 ? undefined : Math.max(...peaks),
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
