import type { Cursor } from './cursor.ts'
import type { Desk } from './desk.ts'
import { isProblem } from './filter-port.ts'
import { findRow, FilterScan } from './scan.ts'
import { VIEWS } from './views/index.ts'

/** Filtering the timeline, and searching in any list. */
export class Finder {
  private readonly desk: Desk
  private readonly cursor: Cursor
  private readonly scan: FilterScan
  private searches = 0

  constructor(desk: Desk, cursor: Cursor) {
    this.desk = desk
    this.cursor = cursor
    this.scan = new FilterScan(desk.state, () => desk.changed())
  }

  /** Lets only the events through that match, and shows them; all, when the text is empty. */
  filter(text: string, show: () => void): void {
    const { state } = this.desk
    const before = state.selection
    if (text === '') {
      this.scan.stop()
      state.positions.timeline.cursor = VIEWS.timeline.find(state, before) ?? 0
      if (state.view === 'timeline') this.cursor.goTo(state.position.cursor)
      return
    }
    const filter = state.settings.language.compile(text)
    if (isProblem(filter)) {
      this.desk.say(filter.message, true)
      return
    }
    void this.scan.start(filter)
    show()
    state.positions.timeline.cursor = VIEWS.timeline.find(state, before) ?? 0
    if (VIEWS.timeline.count(state) > 0) this.cursor.goTo(state.position.cursor)
  }

  /** More events have come. */
  goOn(): void {
    void this.scan.goOn()
  }

  search(text: string): void {
    this.desk.state.search = text
    this.searchAgain(1)
  }

  searchAgain(by: number): void {
    const { state } = this.desk
    if (state.search === undefined || state.search === '') {
      this.desk.say('nothing to search for: / first')
      return
    }
    const number = ++this.searches
    const isCurrent = (): boolean => number === this.searches
    const start = state.position.cursor
    const show = (percent: number): void => {
      state.searching = percent
      this.desk.changed()
    }
    void findRow(state, state.search, by, isCurrent, show).then((index) => {
      if (!isCurrent()) return
      state.searching = undefined
      if (index === undefined) this.desk.say(`not found: ${state.search ?? ''}`, true)
      else {
        this.cursor.goTo(index)
        if (by > 0 ? index <= start : index >= start) this.desk.say('the search went around')
      }
      this.desk.changed()
    })
  }

  close(): void {
    this.scan.stop()
    this.searches++
  }
}
