import type { EventRow } from './store/rows.ts'

/** What a filter is asked about: one event, decoded as far as the filter looks. */
export type FilterSubject = Pick<
  EventRow,
  'n' | 'entry' | 'kind' | 'track' | 'text' | 'fieldText' | 'decoded' | 'bytes' | 'packets'
>

export interface Filter {
  readonly text: string
  /** Is asked about every event, one after the other. */
  matches(event: FilterSubject): boolean
}

/** Why a filter cannot be used, and where: columns of its text. */
export interface FilterProblem {
  readonly message: string
  readonly at: number
  readonly length: number
}

/** A filter language, as the screens use it. */
export interface FilterLanguage {
  compile(text: string): Filter | FilterProblem
  /** What the word before the cursor can become, best first. */
  complete(word: string): readonly string[]
}

export const isProblem = (result: Filter | FilterProblem): result is FilterProblem => 'message' in result
