/** `npm run bench`: see docs/performance.md. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { Captures } from './captures.ts'
import type { Setup } from './comparisons.ts'
import { PROFILES, type Profile } from './generate.ts'
import { GOALS, has, type Goal } from './goals.ts'
import { versionOf } from './measure.ts'
import { parseSize, sizesOf } from './size.ts'
import { stageTable } from './stage-table.ts'
import { table } from './table.ts'

const NOTE =
  'Bars are for captures of the size they name: in smaller ones the start of Node weighs more, and growth shows less.'
const HEAD = ['goal', 'what', 'ours', 'compared with', 'figure', 'bar', 'holds']

interface Options {
  readonly size: number
  readonly profile: readonly Profile[]
  readonly seed: number
  readonly runs: number
  readonly only?: readonly string[]
  readonly keep?: string
}

const ALL = Object.keys(PROFILES) as Profile[]
const STAGES = 'stages'
const MEASUREMENTS = [STAGES, ...new Set(GOALS.map(({ id }) => id))]

const { size, profile, seed, runs, only, keep } = new Command('npm run bench --')
  .description(
    'Generates captures, compares what the program says of them with the truth, and measures it: its stages, and whole commands against cat, tcpdump and tshark where they are installed.',
  )
  .addOption(new Option('--size <size>', 'of the large captures').argParser(argument(parseSize)).default(25e6, '25M'))
  .addOption(new Option('--profile <list>', ALL.join(', ')).argParser(argument(oneOf(ALL))).default(ALL, 'all'))
  .addOption(new Option('--only <list>', MEASUREMENTS.join(', ')).argParser(argument(oneOf(MEASUREMENTS))))
  .addOption(new Option('--runs <number>', 'of each pair').argParser(argument(natural)).default(3))
  .addOption(new Option('--seed <number>', 'another one gives other captures').argParser(argument(natural)).default(1))
  .option('--keep <folder>', 'where captures stay, and are looked for')
  .parse()
  .opts<Options>()

const folder = keep ?? mkdtempSync(join(tmpdir(), 'oscarscope-captures-'))
mkdirSync(folder, { recursive: true })
try {
  const sizes = sizesOf(size)
  const captures = new Captures(folder, seed, sizes.small, say)
  const setup = { captures, runs, slowRuns: Math.ceil(runs / 3), sizes }
  const wanted = (name: string) => only?.includes(name) ?? true
  process.stdout.write(`${machine()}\n\n`)
  if (wanted(STAGES)) process.stdout.write(`${await stageTable(captures, profile, size, runs)}\n`)
  const lines: string[][] = []
  for (const goal of GOALS.filter(({ id }) => wanted(id))) lines.push(...(await linesOf(goal, setup)))
  if (lines.length > 0) process.stdout.write(`${table(HEAD, lines)}\n${NOTE}\n`)
} finally {
  if (keep === undefined) rmSync(folder, { recursive: true })
}

async function linesOf(goal: Goal, setup: Setup): Promise<string[][]> {
  if (goal.profiles?.every((name) => profile.includes(name)) === false) return []
  const missing = (goal.needs ?? []).filter((need) => !has(need))
  if (missing.length > 0) return [[goal.id, `skipped: ${missing.join(' and ')} not installed`, '', '', '', '', '']]
  const rows = await goal.rows(setup).catch((error: Error) => {
    say(error.message)
    process.exitCode = 1
    return []
  })
  const lines = rows.map(({ what, ours, against, figure, bar, holds }) => {
    return [goal.id, what, ours, against, figure, bar, holds ? 'yes' : 'NO']
  })
  for (const line of lines) say(line.join(' | '))
  return lines
}

/** What has to be known about the machine to read the figures. */
function machine(): string {
  const { length } = cpus()
  const [load] = loadavg()
  const busy = load! > length / 2 ? `; BUSY, load ${load!.toFixed(1)}: only ratios mean anything` : ''
  const others = ['tshark', 'tcpdump'].map((program) => versionOf(program) ?? `no ${program}`)
  return `Node ${process.version}, ${length} cores${busy}; ${others.join('; ')}`
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Errors of `parse` become messages of the command line. */
function argument<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text)
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message)
    }
  }
}

function natural(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error('expected a number from 1 on')
  return Number(text)
}

function oneOf<T extends string>(known: readonly T[]): (text: string) => T[] {
  return (text) => {
    const names = text.split(',')
    const unknown = names.find((name) => !(known as readonly string[]).includes(name))
    if (unknown !== undefined) throw new Error(`there is no ${unknown}: choose from ${known.join(', ')}`)
    return names as T[]
  }
}
