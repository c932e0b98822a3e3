import type { Selection, State } from '../state.ts'
import type { Line } from '../style.ts'

/**
 * One of the six views: a list of which only the rows on the screen are made. All of these are functions of the state and
 * change nothing.
 */
export interface View {
  readonly title: string
  count(state: State): number
  /** Lines above the list: column titles. */
  heading(state: State, width: number): readonly Line[]
  row(state: State, index: number, width: number): Line
  /** What a row stands for. */
  selection(state: State, index: number): Selection
  /** The row that stands for what is selected; undefined when none does. */
  find(state: State, selection: Selection): number | undefined
  /** Why the list is empty, and what to do. */
  empty(state: State): readonly string[]
}
