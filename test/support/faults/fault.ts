import type { Recording } from '../recording.ts'
import type { Found } from './edit.ts'

/** One named way to break a protocol's rule in a clean recording, or to change it without breaking any. */
export interface Fault {
  /** What is done, for `npm run fault -- --list`. */
  readonly about: string
  /** The rules of which one must speak, and no other error may; none for a change that breaks nothing. */
  readonly codes: readonly string[]
  /** The recording below captures/real that it is shown in. */
  readonly base: string
  /** Breaks the recording; false when it has nothing of this kind to break. */
  readonly apply: (recording: Recording) => boolean
}

export type Faults = Readonly<Record<string, Fault>>

type Apply = Fault['apply']

/** A fault that a rule, or one of several, has to find. */
export function breaks(codes: string | readonly string[], about: string, apply: Apply, base = 'direct'): Fault {
  return { about, codes: typeof codes === 'string' ? [codes] : codes, base, apply }
}

/** A change that nobody may be accused of. */
export function harmless(about: string, apply: Apply, base = 'direct'): Fault {
  return { about, codes: [], base, apply }
}

/** Applies `change` to the `nth` thing found. */
export const inFound =
  (find: (recording: Recording) => Found[], change: (recording: Recording, found: Found) => boolean | void, nth = 0) =>
  (recording: Recording): boolean => {
    const found = find(recording).at(nth)
    return found !== undefined && change(recording, found) !== false
  }
