/**
 *     npm run fuzz -- [--minutes N] [--target NAME ...] [--seed N]
 *     npm run fuzz -- --captures FOLDER [--minutes N] [--seed N]
 *
 * Looks for inputs that break a promise. The first way runs the loop on each target for its share of the time; the second
 * damages captures and gives them to the program as it was built. What is found is made small and kept in
 * `fuzz/findings/`, where a test runs it for ever after.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { printable } from '../src/bytes/printable.ts'
import { campaign } from './campaign.ts'
import { LONGEST } from './target.ts'
import { run, type Run } from './run.ts'
import { TARGETS } from './targets.ts'

const FOLDER = import.meta.dirname

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    target: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    captures: { type: 'string' },
  },
})

const seed = Number(values.seed)
if (values.captures !== undefined)
  process.exitCode = await campaign(values.captures, Number(values.minutes) * 60_000, seed)
else await loops(values.target ?? TARGETS, Number(values.minutes) * 60_000)

async function loops(targets: readonly string[], milliseconds: number): Promise<void> {
  const unknown = targets.find((name) => !TARGETS.includes(name))
  if (unknown !== undefined) throw new Error(`no target ${unknown}; there are ${TARGETS.join(', ')}`)
  console.log(`seed ${seed}`)
  for (const name of targets) {
    const result = await run(name, { seed, milliseconds: milliseconds / targets.length })
    tell(name, result)
    if (result.findings.length > 0) process.exitCode = 1
  }
}

function tell(name: string, { executions, seconds, covered, counters, corpus, slowest, findings }: Run): void {
  const numbers = [
    `${executions} executions`,
    `${Math.round(executions / seconds)}/s`,
    `${covered} of ${counters} statements and branches`,
    `corpus ${corpus}`,
    `slowest ${slowest.milliseconds.toFixed(1)} ms (${slowest.length} bytes of at most ${LONGEST})`,
    `${findings.length} findings`,
  ]
  console.log(`${name.padEnd(10)} ${numbers.join(' · ')}`)
  for (const { message, input } of findings) {
    const digest = createHash('sha256').update(input).digest('hex').slice(0, 8)
    const path = join(FOLDER, 'findings', `${name}-${digest}.bin`)
    mkdirSync(join(FOLDER, 'findings'), { recursive: true })
    writeFileSync(path, input)
    console.log(`  ${shown(message)}\n  kept as ${path}`)
  }
}

/** The first lines of a message, none of them longer than a screen is wide twice. */
function shown(message: string): string {
  return message
    .split('\n')
    .slice(0, 6)
    .map((line) => printable(line.slice(0, 200)))
    .join('\n    ')
}
