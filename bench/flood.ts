/**
 *     npm run flood -- [--only NAME,...] [--command NAME,...] [--share N]
 *
 * Gives the program as it is shipped captures with far too much of one thing, and measures what that costs it. The people
 * between the flood have to be judged all the same.
 */
import { Command, InvalidArgumentError, Option } from 'commander'
import { FLOODS } from './floods/floods.ts'
import { COMMANDS, drown } from './floods/drown.ts'
import { table } from './table.ts'

const MEGABYTES = 400
const HEAD = ['flood', 'of', 'command', 'memory', 'processor', 'holds']

interface Options {
  readonly only?: readonly string[]
  readonly command?: readonly string[]
  readonly share: number
}

const {
  only = Object.keys(FLOODS),
  command = Object.keys(COMMANDS),
  share,
} = new Command('npm run flood --')
  .addOption(new Option('--only <list>', Object.keys(FLOODS).join(', ')).argParser(oneOf(Object.keys(FLOODS))))
  .addOption(new Option('--command <list>', Object.keys(COMMANDS).join(', ')).argParser(oneOf(Object.keys(COMMANDS))))
  .addOption(new Option('--share <number>', 'of each flood').argParser(Number).default(1))
  .parse()
  .opts<Options>()

const lines: string[][] = []
for (const name of only) {
  const { what, count } = FLOODS[name]!
  const size = Math.ceil(count * share)
  for (const each of command) {
    const { problems, spent } = await drown(name, size, each)
    if (spent.megabytes > MEGABYTES) problems.push(`more than ${MEGABYTES} MB`)
    if (problems.length > 0) process.exitCode = 1
    const cost = [`${spent.megabytes.toFixed(0)} MB`, `${spent.seconds.toFixed(1)} s`]
    lines.push([name, `${size} ${what}`, each, ...cost, problems.length === 0 ? 'yes' : problems.join('; ')])
    process.stderr.write(`${lines.at(-1)!.join(' | ')}\n`)
  }
}
process.stdout.write(`${table(HEAD, lines)}\n`)

function oneOf(known: readonly string[]): (text: string) => string[] {
  return (text) => {
    const names = text.split(',')
    const unknown = names.find((name) => !known.includes(name))
    if (unknown !== undefined) throw new InvalidArgumentError(`there is no ${unknown}: choose from ${known.join(', ')}`)
    return names
  }
}
