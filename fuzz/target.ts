/** Something that takes any bytes: a decoder, a reader, a language. */
export interface Target {
  readonly name: string
  /** Inputs that reach far: the corpus begins with them. */
  readonly seeds: () => Iterable<Uint8Array>
  /** Throws when one of its promises is broken. */
  readonly run: (input: Uint8Array) => void
  /** Values that its code compares with, beside the usual ones. */
  readonly words?: readonly (string | Uint8Array)[]
  /** Longest input that is tried. */
  readonly longest?: number
}

export const LONGEST = 65_536

/** A promise that an input broke. */
export class Broken extends Error {
  constructor(promise: string) {
    super(promise)
    this.name = 'Broken'
  }
}

export function promise(holds: boolean, what: () => string): void {
  if (!holds) throw new Broken(what())
}

/** The two are the same, as JSON. */
export function same(one: unknown, other: unknown, what: string): void {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
  if (a === b) return
  let at = 0
  while (a[at] === b[at]) at++
  throw new Broken(
    `${what}: …${a.slice(Math.max(0, at - 80), at + 80)} is not …${b.slice(Math.max(0, at - 80), at + 80)}`,
  )
}
