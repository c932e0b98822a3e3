import type { Coverage } from './coverage.ts'
import { Mutator } from './mutate.ts'
import { Random } from './random.ts'
import { shrink } from './shrink.ts'
import { LONGEST, type Target } from './target.ts'

/** An input that breaks a promise of its target, as small as it could be made. */
export interface Finding {
  readonly message: string
  readonly input: Uint8Array
}

export interface Slowest {
  readonly milliseconds: number
  readonly length: number
}

/** Milliseconds that an input may take: none is longer than 64 KiB. In instrumented code. */
const PATIENCE = 200

/** The loop: takes an input that reached something new, changes it, runs it, keeps it when it reached something new in turn. */
export class Loop {
  executions = 0
  slowest: Slowest = { milliseconds: 0, length: 0 }
  readonly findings: Finding[] = []
  readonly corpus: Uint8Array[] = []
  private readonly target: Target
  private readonly coverage: Coverage | undefined
  private readonly random: Random
  private readonly mutator: Mutator
  private readonly before: (input: Uint8Array) => void

  /**
   * Without coverage it is blind, and keeps every seed and nothing else. `before` is shown every input before it is run.
   */
  constructor(
    target: Target,
    coverage: Coverage | undefined,
    seed: number,
    before: (input: Uint8Array) => void = () => {},
  ) {
    this.target = target
    this.coverage = coverage
    this.random = new Random(seed)
    this.mutator = new Mutator(this.random, target)
    this.before = before
    for (const input of target.seeds()) {
      const start = input.subarray(0, target.longest ?? LONGEST)
      if (this.try(start) || coverage === undefined) this.corpus.push(start)
    }
    if (this.corpus.length === 0) this.corpus.push(new Uint8Array(0))
  }

  step(): void {
    const { corpus, random } = this
    // What was found last leads on.
    const from = random.below(3) === 0 ? Math.max(0, corpus.length - 16) : 0
    const input = this.mutator.mutate(corpus[from + random.below(corpus.length - from)]!, random.pick(corpus))
    if (this.try(input)) corpus.push(input.slice())
  }

  /** Runs one input; whether it reached something new. */
  private try(input: Uint8Array): boolean {
    const { coverage } = this
    this.executions++
    coverage?.clear()
    const started = performance.now()
    const message = this.fails(input)
    const milliseconds = performance.now() - started
    const isNew = coverage?.isNew() === true
    if (message !== undefined) this.found(message, input)
    else if (milliseconds > this.slowest.milliseconds) this.measure(input)
    return isNew && message === undefined
  }

  /** The least of three, of the processor's time: other programs want it, too. */
  private measure(input: Uint8Array): void {
    const milliseconds = Math.min(...[1, 2, 3].map(() => this.time(input)))
    if (milliseconds <= this.slowest.milliseconds) return
    this.slowest = { milliseconds, length: input.length }
    if (milliseconds > PATIENCE)
      this.findings.push({
        message: `takes ${Math.round(milliseconds)} ms for ${input.length} bytes`,
        input: input.slice(),
      })
  }

  private time(input: Uint8Array): number {
    const started = process.cpuUsage()
    this.fails(input)
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  }

  private fails(input: Uint8Array): string | undefined {
    this.before(input)
    try {
      this.target.run(input)
      return undefined
    } catch (error) {
      return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
    }
  }

  /** One finding of each kind is enough. */
  private found(message: string, input: Uint8Array): void {
    const kind = kindOf(message)
    if (this.findings.some((known) => kindOf(known.message) === kind)) return
    const small = shrink(input, (candidate) => {
      const failure = this.fails(candidate)
      return failure !== undefined && kindOf(failure) === kind
    })
    this.findings.push({ message: this.fails(small) ?? message, input: small })
  }
}

/** The first words of a message, without its numbers. */
const kindOf = (message: string): string =>
  message
    .slice(0, 40)
    .replaceAll(/\d+/g, '0')
    .split(/[:…\n]/)[0]!
