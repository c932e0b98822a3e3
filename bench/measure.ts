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
const SCRIPT = 'TIMEFORMAT="%3U %3S %3R"; time "$@" 2>"$BENCH_ERRORS"'

export const hasGnuTime = versionOf(GNU_TIME)?.includes('GNU') ?? false

/** The first line of what a program says of itself; undefined when it is not installed. */
export function versionOf(program: string): string | undefined {
  const { status, stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return status === 0 ? (stdout || stderr).split('\n')[0] : undefined
}

/** Runs a command with its output thrown away. Throws when it fails. */
export function measure({ words }: Command): Promise<Cost> {
  return costOf(words, (wrapped, env) => {
    const [shell, ...rest] = wrapped
    const { status, stderr } = spawnSync(shell!, rest, { env, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
    return Promise.resolve({ status, said: stderr })
  })
}

interface Ended {
  readonly status: number | null
  /** Standard error of the shell: its `time`. */
  readonly said: string
}

/** `start` runs the words it is given, which are `words` inside of what takes the time, to the end. */
export async function costOf(
  words: readonly string[],
  start: (wrapped: readonly string[], env: NodeJS.ProcessEnv) => Promise<Ended>,
): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'oscarscope-cost-'))
  const [peak, errors] = [join(folder, 'peak'), join(folder, 'errors')]
  try {
    const timed = hasGnuTime ? [GNU_TIME, '-f', '%M', '-o', peak, ...words] : words
    const env = { ...process.env, LC_ALL: 'C.UTF-8', BENCH_ERRORS: errors }
    const { status, said } = await start(['bash', '-c', SCRIPT, 'bash', ...timed], env)
    if (status !== 0) {
      const complaint = existsSync(errors) ? readFileSync(errors, 'utf8') : ''
      throw new Error(`${words.join(' ')}\nended with code ${status}\n${complaint}${said}`)
    }
    const [user, system, wall] = said.trim().split(/\s+/).map(Number)
    const memory = hasGnuTime ? Number(readFileSync(peak, 'utf8')) / 1024 : undefined
    return { cpu: user! + system!, wall: wall!, memory }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Two commands run in turn, so that what changes on the machine meets both. */
export interface Pair {
  readonly ours: Cost
  readonly theirs: Cost
  /** Median of the ratios, ours by theirs. */
  readonly ratio: number
}

export type Measurement = () => Promise<Cost>

export async function pairs(
  ours: Measurement,
  theirs: Measurement,
  runs: number,
  of: 'cpu' | 'wall' = 'cpu',
): Promise<Pair> {
  const costs: (readonly [Cost, Cost])[] = []
  for (let run = 0; run < runs; run++) costs.push([await ours(), await theirs()])
  return {
    ours: middle(costs.map(([cost]) => cost)),
    theirs: middle(costs.map(([, cost]) => cost)),
    ratio: median(costs.map(([a, b]) => a[of] / b[of])),
  }
}

export async function repeated(measurement: Measurement, runs: number): Promise<Cost> {
  const costs: Cost[] = []
  for (let run = 0; run < runs; run++) costs.push(await measurement())
  return middle(costs)
}

/** Medians, of the memory the largest. */
function middle(costs: readonly Cost[]): Cost {
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
