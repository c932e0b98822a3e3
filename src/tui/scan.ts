import type { Filter } from './filter-port.ts'
import type { State } from './state.ts'
import { NumberList } from './store/number-list.ts'
import { Slice } from './store/slices.ts'
import { plainText } from './style.ts'
import { VIEWS } from './views/index.ts'

/** Columns of a row whose text is searched. */
const SEARCH_WIDTH = 400

const HEX = /^(?:[0-9a-f]{2}[ :]?){2,}$/i

/** Finds the events that match a filter, a slice at a time, and goes on when more events have come. */
export class FilterScan {
  private readonly state: State
  private readonly changed: () => void
  private isRunning = false

  constructor(state: State, changed: () => void) {
    this.state = state
    this.changed = changed
  }

  /** Resolves when all events that are there have been looked at. */
  start(filter: Filter): Promise<void> {
    this.state.filtered = { filter, matches: new NumberList(), scanned: 0 }
    return this.goOn()
  }

  stop(): void {
    this.state.filtered = undefined
  }

  async goOn(): Promise<void> {
    const { filtered } = this.state
    if (this.isRunning || filtered === undefined || filtered.scanned >= this.state.events) return
    this.isRunning = true
    try {
      await this.run()
    } finally {
      this.isRunning = false
      this.changed()
    }
  }

  private async run(): Promise<void> {
    const { state } = this
    const slice = new Slice()
    for (;;) {
      const { filtered } = state
      if (filtered === undefined || filtered.scanned >= state.events) return
      if (filtered.filter.matches(state.rows.pass(filtered.scanned))) filtered.matches.push(filtered.scanned)
      filtered.scanned++
      if (!slice.over) continue
      this.changed()
      await slice.next()
    }
  }
}

/**
 * The next row of the view shown, after or before the cursor and then around, that holds a text: in what the row says, and
 * in the fields and bytes of its message. Undefined when none does, or when another search has begun.
 */
export async function findRow(
  state: State,
  text: string,
  by: number,
  isCurrent: () => boolean,
  progress: (percent: number) => void,
): Promise<number | undefined> {
  const view = VIEWS[state.view]
  const count = view.count(state)
  const start = state.position.cursor
  const wanted = text.toLowerCase()
  const bytes = HEX.test(text) ? wanted.replaceAll(/[ :]/g, '') : undefined
  const slice = new Slice()
  for (let step = 1; step <= count; step++) {
    const index = (((start + step * by) % count) + count) % count
    if (holds(state, index, wanted, bytes)) return index
    if (!slice.over) continue
    progress(Math.floor((100 * step) / count))
    await slice.next()
    if (!isCurrent()) return undefined
  }
  return undefined
}

function holds(state: State, index: number, wanted: string, bytes: string | undefined): boolean {
  const view = VIEWS[state.view]
  if (
    state.view !== 'timeline' &&
    plainText(view.row(state, index, SEARCH_WIDTH))
      .toLowerCase()
      .includes(wanted)
  )
    return true
  const { event } = view.selection(state, index)
  if (event === undefined || (state.view !== 'timeline' && state.view !== 'ladder')) return false
  const row = state.rows.pass(event)
  if (row.text.toLowerCase().includes(wanted) || row.fieldText.toLowerCase().includes(wanted)) return true
  if (bytes === undefined) return false
  const { hexText } = row
  // Only at whole bytes.
  for (let at = hexText.indexOf(bytes); at >= 0; at = hexText.indexOf(bytes, at + 1)) if (at % 2 === 0) return true
  return false
}
