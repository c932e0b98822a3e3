import { parentPort, workerData } from 'node:worker_threads'
import type { Coverage } from './coverage.ts'
import { Loop } from './loop.ts'
import type { Target } from './target.ts'
import { INPUT_AT, type Result, type Work } from './work.ts'

/** Runs the loop for as long as it was given, and tells what came of it. `coverage` is what the program in this file counts in. */
export function serve(target: Target, coverage: Coverage): void {
  const { seed, milliseconds, shared } = workerData as Work
  const [state, bytes] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, INPUT_AT)]
  const before = (input: Uint8Array): void => {
    bytes.set(input)
    state[1] = input.length
    Atomics.add(state, 0, 1)
  }
  const until = performance.now() + milliseconds
  const loop = new Loop(target, coverage, seed, before)
  while (performance.now() < until) for (let k = 0; k < 16; k++) loop.step()
  const { executions, corpus, slowest, findings } = loop
  const { covered } = coverage
  parentPort!.postMessage({ executions, corpus: corpus.length, covered, slowest, findings } satisfies Result)
}
