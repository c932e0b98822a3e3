import type { Desk } from './desk.ts'
import type { Area } from './layout.ts'
import { detailRows, keysAt } from './panes/detail.ts'
import { bytesPerRow, hexRowCount } from './panes/hex.ts'
import { messageOf } from './panes/subject.ts'
import { rowsIn } from './screen.ts'
import type { Pane, Selection } from './state.ts'
import { VIEWS } from './views/index.ts'

/** Columns that the list is moved by sideways, and how far. */
const SIDEWAYS = 8
const FURTHEST = 400

/** The cursors of list, tree and bytes, and what they select: each moves the others. */
export class Cursor {
  private readonly desk: Desk

  constructor(desk: Desk) {
    this.desk = desk
  }

  move(by: number): void {
    const { state } = this.desk
    if (state.focus === 'main') this.goTo(state.position.cursor + by)
    else if (state.focus === 'detail') this.goToField(state.tree.cursor + by)
    else this.moveByte(by * bytesPerRow(this.areaOf('hex').width - 1))
  }

  page(pages: number): void {
    const { state } = this.desk
    const rows = rowsIn(state, this.areaOf(state.focus))
    this.move(Math.trunc(pages * Math.max(1, rows - 1)))
  }

  /** Shows what is at the right of the list. */
  scroll(by: number): void {
    const { position } = this.desk.state
    position.left = Math.max(0, Math.min(FURTHEST, position.left + by * SIDEWAYS))
  }

  /** Puts the cursor of the list on a row, and everything else with it. */
  goTo(index: number): void {
    const { state } = this.desk
    const view = VIEWS[state.view]
    const count = view.count(state)
    const row = Math.max(0, Math.min(count - 1, Number.isNaN(index) ? 0 : index))
    state.tail = state.tail && row >= count - 1
    state.position.cursor = row
    this.select(view.selection(state, row))
  }

  /** The list of the view shown goes to what is selected, where it has it; where not, its own row is selected. */
  follow(): void {
    const { state } = this.desk
    const view = VIEWS[state.view]
    const index = view.find(state, state.selection)
    if (index !== undefined) state.position.cursor = index
    if (view.count(state) > 0) this.goTo(state.position.cursor)
  }

  /** Chooses something: the tree and the bytes show it from their beginning. */
  select(selection: Selection): void {
    const { state } = this.desk
    const isOther = selection.event !== state.selection.event || selection.finding !== state.selection.finding
    state.selection = selection
    if (!isOther) return
    state.ghostBytes = false
    state.tree.cursor = state.tree.top = 0
    state.hex.cursor = state.hex.top = 0
  }

  /** Puts the cursor of the tree on a row, and that of the bytes on its span. */
  goToField(index: number): void {
    const { state } = this.desk
    const rows = detailRows(state)
    state.tree.cursor = Math.max(0, Math.min(rows.length - 1, index))
    const node = rows[state.tree.cursor]?.node
    if (node !== undefined) state.hex.cursor = node.at
  }

  /** Moves in the bytes, and the cursor of the tree to their field. */
  moveByte(by: number): void {
    const { state } = this.desk
    const message = messageOf(state)
    if (message === undefined) return
    state.hex.cursor = Math.max(0, Math.min(message.bytes.length - 1, state.hex.cursor + by))
    const keys = keysAt(message.nodes, state.hex.cursor)
    for (const key of keys) state.tree.folded.delete(key)
    const row = detailRows(state).findIndex(({ key }) => key !== undefined && key === keys.at(-1))
    if (row >= 0) state.tree.cursor = row
  }

  /** Closes the field, or the one around it when it is closed or has nothing in it. */
  fold(): void {
    const { state } = this.desk
    const { tree } = state
    const { key, node } = detailRows(state)[tree.cursor] ?? {}
    if (key === undefined) return
    const isOpen = (node?.children?.length ?? 0) > 0 && !tree.folded.has(key)
    const folded = isOpen || !key.includes('.') ? key : key.slice(0, key.lastIndexOf('.'))
    tree.folded.add(folded)
    this.goToField(detailRows(state).findIndex((row) => row.key === folded))
  }

  unfold(): void {
    const { state } = this.desk
    const { key } = detailRows(state)[state.tree.cursor] ?? {}
    if (key !== undefined) state.tree.folded.delete(key)
  }

  /** Opens a closed field, closes an open one. */
  turnField(): void {
    const { state } = this.desk
    const { key } = detailRows(state)[state.tree.cursor] ?? {}
    if (key === undefined || state.tree.folded.delete(key)) return
    state.tree.folded.add(key)
  }

  /** Keeps cursors on rows that exist, and on the screen. */
  settle(): void {
    const { state, layout } = this.desk
    const view = VIEWS[state.view]
    const count = view.count(state)
    const { position, tree, selection } = state
    position.cursor = Math.max(0, Math.min(count - 1, position.cursor))
    const isNothing = selection.event === undefined && selection.item === undefined && selection.finding === undefined
    if (isNothing && count > 0) this.select(view.selection(state, position.cursor))
    for (const area of layout.areas) {
      const rows = rowsIn(state, area)
      if (area.pane === 'main') position.top = scrolled(position.top, position.cursor, rows, count)
      else if (area.pane === 'detail') tree.top = scrolled(tree.top, tree.cursor, rows, detailRows(state).length)
      else {
        const row = Math.floor(state.hex.cursor / bytesPerRow(area.width - 1))
        state.hex.top = scrolled(state.hex.top, row, rows, hexRowCount(state, area.width - 1))
      }
    }
  }

  areaOf(pane: Pane): Area {
    const { areas } = this.desk.layout
    return areas.find((area) => area.pane === pane) ?? areas[0] ?? { pane, x: 0, y: 0, width: 80, height: 20 }
  }
}

/** First row of a list, so that its cursor is on the screen and no rows are left empty without need. */
function scrolled(top: number, cursor: number, rows: number, count: number): number {
  const least = Math.max(0, cursor - rows + 1)
  const most = Math.min(cursor, Math.max(0, count - rows))
  return Math.max(least, Math.min(Math.max(most, least), Math.max(top, least)))
}
