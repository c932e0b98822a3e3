import type { EventRow } from './store/rows.ts'

/** What a filter is asked about: one event, decoded as far as the filter looks. */
export type FilterSubject = Pick<
  EventRow,
  'n' | 'entry' | 'kind' | 'track' | 'text' | 'fieldText' | 'decoded' | 'bytes'
>

export interface Filter {
  readonly text: string
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

/** Any part of the text of an event: name, summary, names and values of fields. Without regard to case. */
export const SUBSTRING: FilterLanguage = {
  compile(text) {
    const wanted = text.toLowerCase()
    return {
      text,
      matches: (event) => `${event.kind.protocol} ${event.text} ${event.fieldText}`.toLowerCase().includes(wanted),
    }
  },
  complete: () => [],
}
