import type { Layout } from './layout.ts'
import type { State } from './state.ts'

/** What the parts of the program work on: what is shown, and ways to have it drawn again and to say something. */
export interface Desk {
  readonly state: State
  /** Of the screen as it is now. */
  readonly layout: Layout
  /** Something is to be drawn: soon, and once for however many changes. */
  changed(): void
  say(text: string, isError?: boolean): void
}
