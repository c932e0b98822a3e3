import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { oscarscope } from '../commands.ts'
import { METER, readMeter, type Spent } from '../meter.ts'
import { FLOODS } from './floods.ts'
import { FAULTY, STEADY } from './pour.ts'

const PROJECT = join(import.meta.dirname, '..', '..')
const POURER = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'main.ts')]

interface Way {
  readonly words: readonly string[]
  /** What has to be in one line of its output. */
  readonly sees: readonly RegExp[]
}

/** The commands that look at captures, with what each has to say of the people in a flood. */
export const COMMANDS: Readonly<Record<string, Way>> = {
  check: { words: ['check', '-'], sees: [/ack-missing/] },
  transfers: {
    words: ['transfers', '-'],
    sees: [new RegExp(`${STEADY} .* complete`), new RegExp(`${FAULTY} .* complete ✗`)],
  },
  inspect: {
    words: ['inspect', '-T', 'text', '-'],
    sees: [new RegExp(`PROMPT ${STEADY}`), new RegExp(`DONE ${FAULTY}`)],
  },
  ndjson: {
    words: ['inspect', '-T', 'ndjson', '-'],
    sees: [new RegExp(`"type":"transfer".*"name":"${STEADY}".*"verdict":"match".*"outcome":"complete"`), /ack-missing/],
  },
  sessions: { words: ['sessions', '-'], sees: [/alice/] },
  stats: { words: ['stats', '-'], sees: [/PROMPT/] },
}

/** Seconds of the processor's time, of the program and of who pours. */
const PATIENCE = Number(process.env['FLOOD_SECONDS'] ?? 600)

/** Exit codes of a run that came to its end. */
const CODES = [0, 1, 3]

/** Runs a command on a flood; what it did not do, and what it cost. */
export async function drown(
  name: string,
  count: number,
  command: string,
): Promise<{ problems: string[]; spent: Spent }> {
  const { limit, gzip = false } = FLOODS[name]!
  const { words, sees } = COMMANDS[command]!
  const [node, ...program] = oscarscope('', ...words).words
  const pipe = `ulimit -t ${PATIENCE}; "$\{@:1:${POURER.length + 2}}" | ${gzip ? 'gzip |' : ''} "$\{@:${POURER.length + 3}}"; exit $\{PIPESTATUS[${gzip ? 2 : 1}]}`
  const child = spawn(
    'bash',
    ['-c', pipe, 'bash', ...POURER, name, String(count), node!, '--import', METER, ...program],
    {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    },
  )
  const code = new Promise<number | null>((settle) => child.on('close', settle))
  const [missing, said, meter] = await Promise.all([
    unseen(child.stdout!, gzip ? [] : sees),
    text(child.stderr!),
    text(child.stdio[3] as Readable),
  ])
  const problems = missing.map((pattern) => `does not say ${pattern.source}`)
  if (!CODES.includes((await code) ?? -1)) problems.push(`exit code ${await code}: ${said.slice(0, 300)}`)
  if (limit !== undefined && !said.includes(`--limit ${limit}=N`))
    problems.push(`does not say that ${limit} was reached`)
  return { problems, spent: readMeter(meter) }
}

/** Which of the patterns no line of the stream matches. Nothing is kept of it but the line at hand. */
async function unseen(stream: Readable, patterns: readonly RegExp[]): Promise<RegExp[]> {
  let left = [...patterns]
  let rest = ''
  stream.setEncoding('utf8')
  for await (const piece of stream as AsyncIterable<string>) {
    if (left.length === 0) continue
    const text = rest + piece
    const end = text.lastIndexOf('\n') + 1
    rest = text.slice(end)
    const lines = text.slice(0, end)
    left = left.filter((pattern) => !new RegExp(pattern.source, 'm').test(lines))
  }
  return left
}
