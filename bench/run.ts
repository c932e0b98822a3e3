/** `npm run bench`: see docs/performance.md. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { Captures } from './captures.ts'
import { PROFILES, type Profile } from './generate.ts'
import { parseSize } from './size.ts'
import { stageTable } from './stage-table.ts'

interface Options {
  readonly size: number
  readonly profile: readonly Profile[]
  readonly seed: number
  readonly runs: number
  readonly only?: readonly string[]
  readonly keep?: string
}

const ALL = Object.keys(PROFILES) as Profile[]

const { size, profile, seed, runs, only, keep } = new Command('npm run bench --')
  .description(
    'Generates captures, compares the program with their truth, and measures it against cat, tcpdump and tshark.',
  )
  .addOption(new Option('--size <size>', 'of the large captures').argParser(argument(parseSize)).default(50e6, '50M'))
  .addOption(new Option('--profile <list>', ALL.join(', ')).argParser(argument(profiles)).default(ALL, 'all'))
  .addOption(new Option('--seed <number>', 'another one gives other captures').argParser(argument(natural)).default(1))
  .addOption(new Option('--runs <number>', 'of each measurement').argParser(argument(natural)).default(3))
  .addOption(new Option('--only <list>', 'stages').argParser((text) => text.split(',')))
  .option('--keep <folder>', 'where captures are kept, and looked for')
  .parse()
  .opts<Options>()

const folder = keep ?? mkdtempSync(join(tmpdir(), 'oscarscope-bench-'))
mkdirSync(folder, { recursive: true })
try {
  const captures = new Captures(folder, seed, (text) => process.stderr.write(`${text}\n`))
  const wanted = (name: string) => only === undefined || only.includes(name)
  if (wanted('stages')) process.stdout.write(await stageTable(captures, profile, size, runs))
} finally {
  if (keep === undefined) rmSync(folder, { recursive: true })
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

function profiles(text: string): Profile[] {
  const names = text.split(',')
  const unknown = names.find((name) => !(ALL as string[]).includes(name))
  if (unknown !== undefined) throw new Error(`no profile is called ${unknown}: there are ${ALL.join(', ')}`)
  return names as Profile[]
}
