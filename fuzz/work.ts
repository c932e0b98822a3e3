import type { Finding, Slowest } from './loop.ts'

/** What the thread of a target is given to do. */
export interface Work {
  readonly seed: number
  readonly milliseconds: number
  readonly counters: number
  /** How many inputs were begun, the length of the last, and its bytes: to be seen when it does not come to an end. */
  readonly shared: SharedArrayBuffer
}

export interface Result {
  readonly executions: number
  readonly corpus: number
  /** Counters that were reached. */
  readonly covered: number
  readonly slowest: Slowest
  readonly findings: readonly Finding[]
}

/** Offset of the input in the shared memory. */
export const INPUT_AT = 8
