import { printable } from '../bytes/printable.ts'
import type { Clock } from '../clock.ts'
import type { Field } from '../report/field.ts'
import {
  caretLines,
  compileFilter,
  fieldNamed,
  FilterView,
  isProblem,
  nearestField,
  SubjectView,
  type Filter,
} from '../report/filter/index.ts'
import type { View } from '../report/view.ts'
import { UsageError } from './exit.ts'

/** The option of the commands that can show less. */
export interface FilterOptions {
  readonly filter?: string
}

/** The display filter that `-Y` asks for. Throws `UsageError` with the place of what is wrong with it. */
export function displayFilter(text: string, clock: Clock): Filter {
  const filter = compileFilter(text, clock)
  if (!isProblem(filter)) return filter
  throw new UsageError(
    [`-Y: ${printable(filter.message)}`, ...caretLines(text, filter).map((line) => `  ${line}`)].join('\n'),
  )
}

/** The view, shown only what matches. */
export function filtered(view: View, { filter }: FilterOptions, clock: Clock): View {
  return filter === undefined ? view : new FilterView(displayFilter(filter, clock), view)
}

/** The view, shown only the conversations and transfers that match. */
export function subjectsOf(view: View, { filter }: FilterOptions, clock: Clock): View {
  return filter === undefined ? view : new SubjectView(displayFilter(filter, clock), view)
}

/** The field that `-e` names. Throws `UsageError`. */
export function columnNamed(name: string): Field {
  const field = fieldNamed(name)
  if (field !== undefined) return field
  const near = nearestField(name)
  throw new UsageError(
    `unknown field '${printable(name)}'${near === undefined ? ' (oscarscope fields lists them)' : ` (did you mean ${near}?)`}`,
  )
}
