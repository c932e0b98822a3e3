/** Damaged captures through the program as it was built: every command, with a cap on time and memory. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { METER, readMeter } from '../bench/meter.ts'
import { RAW } from '../test/report/hostile.ts'
import { DAMAGES } from './damage.ts'
import { Random } from './random.ts'

const BIN = resolve(import.meta.dirname, '../bin/oscarscope.js')
const FINDINGS = resolve(import.meta.dirname, 'findings/captures')

/** Of the processor's time; by the clock ten times as long, since other programs want it, too. */
const SECONDS = 10
const MEMORY_MB = 400
/** What a run may end with: done, findings, usage (a connection that is not there), damaged input, nothing to judge. */
const CODES = new Set([0, 1, 2, 3, 5])

type Command = (file: string, folder: string) => readonly string[]

const COMMANDS: readonly Command[] = [
  (file) => ['inspect', '-T', 'ndjson', '--hash', 'sha256,md5', file],
  (file) => ['inspect', '-T', 'json', '--ascii', file],
  (file) => ['inspect', '-T', 'text', '-V', '-x', '--show-secrets', file],
  (file) => [
    'inspect',
    '-T',
    'fields',
    '-e',
    'frame.number',
    '-e',
    'icbm.screen_name',
    '-e',
    'oft.filename',
    '-e',
    'rv.port',
    file,
  ],
  (file) => ['inspect', '-Y', 'oft or rv.port > 5 or user contains "a"', '-T', 'text', file],
  (file) => ['inspect', '--plain', file],
  ...['text', 'json', 'ndjson'].map((format): Command => (file) => ['check', '-T', format, file]),
  ...['text', 'json'].map((format): Command => (file) => ['transfers', '-T', format, file]),
  (file) => ['ladder', file],
  (file) => ['ladder', '--ascii', '--width', '61', file],
  ...['sarif', 'markdown', 'junit', 'github'].map((format): Command => (file) => ['check', '-T', format, file]),
  ...['sessions', 'stats'].flatMap((command) =>
    ['text', 'json'].map((format): Command => (file) => [command, '-T', format, file]),
  ),
  (file, folder) => ['extract', file, '-o', join(folder, 'out')],
  (file, folder) => ['extract', file, '-o', join(folder, 'out'), '--keep-folders', '--pictures', '--chat'],
  ...['hex', 'ascii', 'frames'].map((format): Command => (file) => ['follow', '-T', format, file, '2']),
]

/** Runs everything on captures of `folder` for so long; gives the exit code. */
export async function campaign(folder: string, milliseconds: number, seed: number): Promise<number> {
  const until = performance.now() + milliseconds
  const random = new Random(seed)
  const work = mkdtempSync(join(tmpdir(), 'oscarscope-campaign-'))
  const totals = { runs: 0, bad: 0, slowest: 0, most: 0, slow: '', large: '' }
  console.log(`seed ${seed}`)
  const all = [...captures(folder), ...noise(work, random)]
  while (performance.now() < until) {
    // In no order, so that a short campaign looks everywhere as well.
    const { name, capture } = random.pick(all)
    const { name: damage, harm } = random.pick(DAMAGES)
    const damaged = harm(capture, random)
    const file = join(work, 'damaged.pcap')
    writeFileSync(file, damaged)
    // A few of the commands for each: in the end all meet all.
    for (let k = 0; k < 4; k++) {
      const command = random.pick(COMMANDS)(file, work)
      const what = `${name}, ${damage}: ${command.slice(0, 3).join(' ')}`
      const { problems, seconds, megabytes } = execute(command)
      rmSync(join(work, 'out'), { recursive: true, force: true })
      totals.runs++
      if (seconds > totals.slowest) Object.assign(totals, { slowest: seconds, slow: what })
      if (megabytes > totals.most) Object.assign(totals, { most: megabytes, large: what })
      if (problems.length === 0) continue
      totals.bad++
      mkdirSync(FINDINGS, { recursive: true })
      const kept = join(FINDINGS, `${seed}-${totals.runs}.pcap`)
      writeFileSync(kept, damaged)
      console.log(`${what}\n  ${problems.join('\n  ')}\n  kept as ${kept}`)
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  rmSync(work, { recursive: true })
  const { runs, bad, slowest, slow, most, large } = totals
  console.log(
    `${runs} runs, ${bad} with a problem\n  slowest ${slowest.toFixed(2)} s: ${slow}\n  most memory ${most.toFixed(0)} MB: ${large}`,
  )
  return bad > 0 ? 1 : 0
}

function execute(command: readonly string[]): { problems: string[]; seconds: number; megabytes: number } {
  const { status, signal, stdout, stderr, output } = spawnSync(process.execPath, ['--import', METER, BIN, ...command], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: SECONDS * 10_000,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 29,
    encoding: 'utf8',
  })
  const { megabytes, seconds } = readMeter(output[3] ?? '')
  const problems: string[] = []
  if (signal !== null) problems.push(`ended by ${signal}`)
  else if (!CODES.has(status ?? -1)) problems.push(`exit code ${status}: ${stderr.slice(0, 300)}`)
  for (const [name, text] of [
    ['standard output', stdout],
    ['standard error', stderr],
  ] as const) {
    if (RAW.test(text)) problems.push(`raw on ${name}: ${JSON.stringify(RAW.exec(text))}`)
    if (/^\s+at .*\(?[\w/.:]+:\d+:\d+\)?$/m.test(text)) problems.push(`a stack trace on ${name}`)
  }
  if (seconds > SECONDS) problems.push(`${seconds.toFixed(1)} s`)
  if (megabytes > MEMORY_MB) problems.push(`${megabytes.toFixed(0)} MB`)
  return { problems, seconds, megabytes }
}

function* captures(folder: string): Generator<{ name: string; capture: Uint8Array }> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.pcap(ng)?(\.gz)?$/.test(name)) continue
    const bytes = readFileSync(join(folder, name))
    yield { name, capture: name.endsWith('.gz') ? gunzipSync(bytes) : bytes }
  }
}

/** What randpkt makes, where it is installed. */
function* noise(work: string, random: Random): Generator<{ name: string; capture: Uint8Array }> {
  for (const type of ['eth', 'ip', 'ipv6', 'tcp', 'udp', 'llc']) {
    const path = join(work, 'noise.pcap')
    const { status } = spawnSync('randpkt', ['-b', String(64 + random.below(2000)), '-c', '1000', '-t', type, path])
    if (status !== 0) return
    yield { name: `randpkt ${type}`, capture: readFileSync(path) }
  }
}
