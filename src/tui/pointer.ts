import type { Cursor } from './cursor.ts'
import type { Desk } from './desk.ts'
import type { Area } from './layout.ts'
import { tabAt } from './panes/frame.ts'
import { byteAt } from './panes/hex.ts'
import { rowsIn } from './screen.ts'
import type { Mouse } from './terminal.ts'
import { VIEWS } from './views/index.ts'
import type { Walk } from './walk.ts'

/** Rows that one notch of the wheel moves. */
const NOTCH = 3

/** What the mouse does: clicks put cursors, a second click opens, the wheel moves. */
export class Pointer {
  private readonly desk: Desk
  private readonly cursor: Cursor
  private readonly walk: Walk

  constructor(desk: Desk, cursor: Cursor, walk: Walk) {
    this.desk = desk
    this.cursor = cursor
    this.walk = walk
  }

  act({ x, y, action }: Mouse): void {
    const { state, layout } = this.desk
    if (action === 'press' && y === 1 && layout.head > 1) {
      const view = tabAt(state, layout.width, x)
      if (view !== undefined) this.walk.show(view)
      return
    }
    const area = layout.areas.find((one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height)
    if (area === undefined) return
    state.focus = area.pane
    if (action === 'press') this.press(area, x - area.x, y - area.y)
    else this.cursor.move((action === 'wheel-up' ? -1 : 1) * (area.pane === 'hex' ? 1 : NOTCH))
  }

  private press(area: Area, x: number, y: number): void {
    const { state } = this.desk
    if (area.pane === 'detail') this.cursor.goToField(state.tree.top + y)
    else if (area.pane === 'hex') {
      const at = byteAt(area.width - 1, x - 1)
      if (at !== undefined)
        this.cursor.moveByte(state.hex.top * at.perRow + y * at.perRow + at.column - state.hex.cursor)
    } else {
      const row = state.position.top + y - (area.height - rowsIn(state, area))
      if (row < state.position.top || row >= VIEWS[state.view].count(state)) return
      if (row === state.position.cursor) this.walk.open()
      else this.cursor.goTo(row)
    }
  }
}
