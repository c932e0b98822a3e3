import type { Captures } from './captures.ts'
import type { ChecksumRates } from './checksum.ts'
import { compile, run } from './compile.ts'
import type { Profile } from './generate.ts'
import { measure, pairs, repeated, type Command, type Cost, type Pair } from './measure.ts'
import { check, emptyNode, events, oscarscope, tshark } from './commands.ts'
import { measureScreens, type Until } from './screens.ts'
import type { SliceTimes } from './slices.ts'
import { sizeText, type Sizes } from './size.ts'

/** One line of the table. */
export interface Row {
  readonly what: string
  readonly ours: string
  /** What it is compared with, and that one's cost. */
  readonly against: string
  readonly figure: string
  readonly bar: string
  readonly holds: boolean
}

/** What the measurements share. */
export interface Setup {
  readonly captures: Captures
  readonly runs: number
  /** Of what takes very long. */
  readonly slowRuns: number
  readonly sizes: Sizes
}

export type CommandOn = (path: string) => Command

/** So many times less CPU than theirs. `at`: the size that the goal is about. */
export async function less(
  { captures, slowRuns, sizes }: Setup,
  profile: Profile,
  size: keyof Sizes,
  ours: CommandOn,
  theirs: CommandOn,
  { atLeast, at }: { atLeast: number; at: string },
): Promise<Row> {
  const { path } = await captures.get(profile, sizes[size])
  const [a, b] = [ours(path), theirs(path)]
  const pair = await pairs(measuring(a), measuring(b), slowRuns)
  return {
    ...compared(`${profile} ${sizeText(sizes[size])}: ${a.label}`, b.label, pair),
    figure: `${(1 / pair.ratio).toFixed(1)}x less`,
    bar: `at least ${atLeast}x at ${at}`,
    holds: 1 / pair.ratio >= atLeast,
  }
}

/** At most so many times the CPU of theirs. */
export async function within(
  { captures, runs, sizes }: Setup,
  profile: Profile,
  size: keyof Sizes,
  ours: CommandOn,
  theirs: CommandOn,
  { atMost, at }: { atMost: number; at: string },
): Promise<Row> {
  const { path } = await captures.get(profile, sizes[size])
  const [a, b] = [ours(path), theirs(path)]
  const pair = await pairs(measuring(a), measuring(b), runs)
  return ratio(`${profile} ${sizeText(sizes[size])}: ${a.label}`, b.label, pair, atMost, at)
}

export async function memory({ captures, sizes }: Setup, profile: Profile, ours: CommandOn): Promise<Row> {
  const [bar, growthBar] = [96, 10]
  const small = await captures.get(profile, sizes.small)
  const huge = await captures.get(profile, sizes.huge)
  const before = (await measure(ours(small.path))).memory!
  const peak = (await measure(ours(huge.path))).memory!
  return {
    what: `${profile} ${sizeText(sizes.huge)}: memory of ${ours('').label}`,
    ours: mib(peak),
    against: `${sizeText(sizes.small)}: ${mib(before)}`,
    figure: `${peak < before ? '' : '+'}${(peak - before).toFixed(0)} MiB`,
    bar: `at most ${bar}, +${growthBar} from 100M to 4G`,
    holds: Math.max(peak, before) <= bar && peak - before <= growthBar,
  }
}

export async function rate({ captures, sizes, runs }: Setup): Promise<Row> {
  const bar = 1.5
  const { path, lines } = await captures.get('chatty', sizes.large)
  const spent = await repeated(measuring(events(path)), runs)
  const millions = lines / spent.cpu / 1e6
  return {
    what: `chatty ${sizeText(sizes.large)}: lines a second of inspect -T fields`,
    ours: cost(spent),
    against: `${lines} lines`,
    figure: `${millions.toFixed(2)} million/s`,
    bar: `at least ${bar}`,
    holds: millions >= bar,
  }
}

export async function linearity({ captures, sizes, runs }: Setup): Promise<Row> {
  const large = await captures.get('chatty', sizes.large)
  const huge = await captures.get('chatty', sizes.huge)
  const pair = await pairs(measuring(check(huge.path)), measuring(check(large.path)), runs)
  return ratio(`chatty ${sizeText(sizes.huge)}: check`, `${sizeText(sizes.large)}`, pair, 4.1, '4G and 1G')
}

/** Wall-clock time, so two cores have to be free. */
export async function twoAtOnce({ captures, sizes, runs }: Setup): Promise<Row> {
  const { path } = await captures.get('chatty', sizes.large)
  const { words } = check(path)
  const shell = (script: string): Command => ({ label: script, words: ['bash', '-c', script, 'bash', ...words] })
  const pair = await pairs(measuring(shell('"$@" & "$@" & wait')), measuring(shell('"$@"; "$@"')), runs, 'wall')
  const row = ratio(
    `chatty ${sizeText(sizes.large)}: two checks at once, wall`,
    'one after the other',
    pair,
    0.65,
    '1G',
  )
  return { ...row, ours: `${pair.ours.wall.toFixed(2)} s`, against: `in turn: ${pair.theirs.wall.toFixed(2)} s` }
}

export async function answer({ runs }: Setup, option: string): Promise<Row> {
  const pair = await pairs(measuring(oscarscope(option, option)), measuring(emptyNode), 3 * runs)
  return ratio(option, emptyNode.label, pair, 1.25)
}

/** The first screen, whatever is on it: how far into a capture its first transfer is differs. */
const FIRST: Until = { shown: /Transfers/ }
/** Names of transferred files: the list has rows. */
const ROWS: Until = { shown: /\.bin|hello\.txt/ }
/** Milliseconds without a change after which everything has been read. */
const READ: Until = { still: 2_000 }

const screens = (path: string, until: Until) => () =>
  measureScreens(oscarscope('screens', 'inspect', path).words, until)

export async function firstScreen({ captures, sizes, runs }: Setup): Promise<readonly Row[]> {
  const { path } = await captures.get('mixed', sizes.least)
  const theirs = tshark(path, '-c 50', '-c', '50')
  const what = `mixed ${sizeText(sizes.least)}: first screen`
  const [first, nodes] = [screens(path, ROWS), measuring(emptyNode)]
  return [
    ratio(what, theirs.label, await pairs(first, measuring(theirs), runs), 1),
    ratio(what, emptyNode.label, await pairs(first, nodes, runs), 3),
  ]
}

export async function firstScreenOfMuch({ captures, sizes, runs }: Setup): Promise<Row> {
  const least = await captures.get('mixed', sizes.least)
  const huge = await captures.get('mixed', sizes.huge)
  const pair = await pairs(screens(huge.path, FIRST), screens(least.path, FIRST), runs)
  return ratio(`mixed ${sizeText(sizes.huge)}: first screen`, sizeText(sizes.least), pair, 1.2, '4G')
}

export async function slices({ captures, sizes }: Setup): Promise<Row> {
  const { path } = await captures.get('mixed', sizes.huge)
  const { count, p99, longest } = run<SliceTimes>(await compile('slices'), path)
  return {
    what: `mixed ${sizeText(sizes.huge)}: slices of loading, CPU`,
    ours: `p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`,
    against: `${count} slices`,
    figure: `${p99.toFixed(1)} ms`,
    bar: 'at most 16 ms (p99)',
    holds: p99 <= 16,
  }
}

export async function index({ captures, sizes }: Setup): Promise<Row> {
  const [bar, bytesPerEvent] = [80, 24]
  const { path, lines } = await captures.get('chatty', sizes.large)
  const peak = (await screens(path, READ)()).memory!
  const limit = bar + (bytesPerEvent * lines) / 2 ** 20
  return {
    what: `chatty ${sizeText(sizes.large)}: memory of the screens, all read`,
    ours: mib(peak),
    against: `${lines} events`,
    figure: `${(peak / limit).toFixed(2)} of the limit`,
    bar: `at most ${bar} MiB + ${bytesPerEvent} bytes an event`,
    holds: peak <= limit,
  }
}

export async function checksum(): Promise<Row> {
  const { ours, byteWise } = run<ChecksumRates>(await compile('checksum'))
  const times = ours / byteWise
  return {
    what: 'OFT checksum, payloads of 1,448 bytes',
    ours: `${(ours / 1e9).toFixed(1)} GB/s`,
    against: `byte by byte: ${(byteWise / 1e9).toFixed(1)} GB/s`,
    figure: `${times.toFixed(1)}x as fast`,
    bar: 'at least 5x',
    holds: times >= 5,
  }
}

export async function noise({ captures, sizes, runs }: Setup): Promise<Row> {
  const quiet = await captures.get('noise', sizes.large)
  const chatty = await captures.get('chatty', sizes.large)
  const pair = await pairs(measuring(check(quiet.path)), measuring(check(chatty.path)), runs)
  const perByte = pair.ratio * (chatty.truth.bytes / quiet.truth.bytes)
  return ratio(`noise ${sizeText(sizes.large)}: check`, 'chatty', { ...pair, ratio: perByte }, 0.7, '1G')
}

const measuring = (command: Command) => () => measure(command)

function ratio(what: string, against: string, pair: Pair, atMost: number, at?: string): Row {
  return {
    ...compared(what, against, pair),
    figure: `${pair.ratio.toFixed(2)}x`,
    bar: `at most ${atMost}x${at === undefined ? '' : ` at ${at}`}`,
    holds: pair.ratio <= atMost,
  }
}

function compared(what: string, against: string, { ours, theirs }: Pair): Pick<Row, 'what' | 'ours' | 'against'> {
  return { what, ours: cost(ours), against: `${against}: ${cost(theirs)}` }
}

function cost({ cpu, memory: peak }: Cost): string {
  return `${cpu < 1 ? cpu.toFixed(3) : cpu.toFixed(2)} s${peak === undefined ? '' : `, ${mib(peak)}`}`
}

const mib = (value: number): string => `${value.toFixed(0)} MiB`
