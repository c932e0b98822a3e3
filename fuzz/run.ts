import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { buildTarget } from './build.ts'
import type { Finding } from './loop.ts'
import { LONGEST } from './target.ts'
import { INPUT_AT, type Result, type Work } from './work.ts'

export interface Run extends Result {
  readonly counters: number
  readonly seconds: number
}

/** An input that has not come to an end for so long hangs. */
const HANGS = 20_000
const MEMORY_MB = 400

/** Runs the loop on a target in a thread of its own, which is watched: an input may hang it or take all of its memory. */
export async function run(name: string, { seed, milliseconds }: Pick<Work, 'seed' | 'milliseconds'>): Promise<Run> {
  const { code, counters } = await buildTarget(name)
  const folder = mkdtempSync(join(tmpdir(), 'oscarscope-fuzz-'))
  const path = join(folder, 'target.mjs')
  writeFileSync(path, code)
  const shared = new SharedArrayBuffer(INPUT_AT + LONGEST)
  const state = new Int32Array(shared, 0, 2)
  const started = performance.now()
  const worker = new Worker(path, {
    workerData: { seed, milliseconds, shared, counters } satisfies Work,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  const fatal = (message: string): Result => {
    const input = new Uint8Array(shared.slice(INPUT_AT, INPUT_AT + state[1]!))
    const findings: Finding[] = [{ message, input }]
    return { executions: state[0]!, corpus: 0, covered: 0, slowest: { milliseconds: 0, length: 0 }, findings }
  }
  let last = -1
  let watch: NodeJS.Timeout | undefined
  const result = await new Promise<Result>((settle) => {
    watch = setInterval(() => {
      if (state[0] === last) settle(fatal(`hangs for ${HANGS / 1000} s`))
      last = state[0]!
    }, HANGS)
    worker.once('message', settle)
    worker.once('error', (error: unknown) =>
      settle(fatal(error instanceof Error ? (error.stack ?? error.message) : String(error))),
    )
  })
  clearInterval(watch)
  await worker.terminate()
  rmSync(folder, { recursive: true })
  return { ...result, counters, seconds: (performance.now() - started) / 1000 }
}
