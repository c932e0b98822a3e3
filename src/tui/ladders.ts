import { ladder } from '../report/ladder.ts'
import type { Cursor } from './cursor.ts'
import type { Desk } from './desk.ts'
import type { Selection, State, Subject } from './state.ts'
import { ladderParts } from './store/ladder-parts.ts'
import { segmentRows } from './store/segments.ts'

/** Makes the rows of the ladder, of its subjects as they are now. */
export function makeLadder(state: State): void {
  const { store, rows, lanes, segments, subjects } = state
  state.ladder = ladder(ladderParts(store, rows, subjects), { lanes, segments })
}

/** Which conversations the ladder shows, and what of them is taken apart. */
export class Ladders {
  private readonly desk: Desk
  private readonly cursor: Cursor

  constructor(desk: Desk, cursor: Cursor) {
    this.desk = desk
    this.cursor = cursor
  }

  /** The selected conversations when there are several, else the one that the cursor is on. */
  subjectsOf({ conversation, track }: Selection): Subject[] {
    const { chosen, store } = this.desk.state
    const owners = [...chosen].map((n) => store.ownerOf(n)).filter((owner) => owner !== undefined)
    const subjects = new Set<Subject>(owners)
    if (subjects.size > 1) return [...subjects]
    if (conversation !== undefined) return [conversation]
    return track?.peer === undefined ? [] : [track]
  }

  /** Shows what is selected, when that can be on a ladder. */
  load(): void {
    const { state } = this.desk
    const subjects = this.subjectsOf(state.selection)
    if (subjects.length === 0) return
    const isSame =
      subjects.length === state.subjects.length && subjects.every((subject, at) => subject === state.subjects[at])
    if (!isSame) {
      state.subjects = subjects
      state.positions.ladder = { cursor: 0, top: 0, left: 0 }
    }
    makeLadder(state)
    const { ladder: position } = state.positions
    position.cursor = Math.min(position.cursor, Math.max(0, state.ladder.rows.length - 1))
  }

  /** Makes the rows again: more is known, or they are shown in another way. */
  remake(): void {
    makeLadder(this.desk.state)
    if (this.desk.state.view === 'ladder') this.cursor.follow()
  }

  /** Takes the row of file data apart into its segments. */
  expand(): void {
    const { state } = this.desk
    const { event } = state.selection
    if (state.view !== 'ladder') {
      this.desk.say('file data is taken apart on the ladder: 2')
      return
    }
    if (event === undefined || state.segments.has(event)) return
    if (state.rows.get(event).file === undefined) {
      this.desk.say('only file data can be taken apart into segments')
      return
    }
    state.segments.set(event, [])
    segmentRows(state, event)
      .then((rows) => state.segments.set(event, rows))
      .catch((error: unknown) => this.desk.say(error instanceof Error ? error.message : String(error), true))
      .finally(() => {
        this.remake()
        this.desk.changed()
      })
  }

  squash(): void {
    const { event } = this.desk.state.selection
    if (event !== undefined && this.desk.state.segments.delete(event)) this.remake()
  }
}
