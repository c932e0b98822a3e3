import type { Severity } from '../rules/finding.ts'
import type { Cursor } from './cursor.ts'
import type { Desk } from './desk.ts'
import type { Finder } from './finder.ts'
import type { Ladders } from './ladders.ts'
import type { Pane, ViewId } from './state.ts'
import { VIEWS } from './views/index.ts'

const PANES: readonly Pane[] = ['main', 'detail', 'hex']

/** From view to view, and from one thing of interest to the next. */
export class Walk {
  private readonly desk: Desk
  private readonly cursor: Cursor
  private readonly ladders: Ladders
  private readonly finder: Finder

  constructor(desk: Desk, cursor: Cursor, ladders: Ladders, finder: Finder) {
    this.desk = desk
    this.cursor = cursor
    this.ladders = ladders
    this.finder = finder
  }

  show(view: ViewId): void {
    const { state } = this.desk
    state.focus = 'main'
    state.zoomed = false
    if (view === 'ladder') this.ladders.load()
    if (view === state.view) return
    state.trail.push(state.view)
    state.view = view
    this.cursor.follow()
  }

  /** One step deeper: from a transfer to its ladder, from a connection to its events, from a row to its fields. */
  open(): void {
    const { state } = this.desk
    const { view, selection, focus } = state
    if (focus === 'detail') this.cursor.turnField()
    else if (view === 'flows' && selection.track?.peer === undefined) this.openFlow()
    else if (OPENS_LADDER.includes(view) && this.ladders.subjectsOf(selection).length > 0) this.show('ladder')
    else if (selection.event !== undefined || selection.finding !== undefined) {
      state.focus = 'detail'
      state.zoomed = true
    }
  }

  /** One step back: panes, then selected rows, then views; at the top level `q` quits. True when it is to quit. */
  back(quits: boolean): boolean {
    const { state } = this.desk
    if (state.zoomed || state.focus !== 'main') {
      state.zoomed = false
      state.focus = 'main'
    } else if (!quits && state.chosen.size > 0) state.chosen.clear()
    else if (state.trail.length > 0) {
      state.view = state.trail.pop()!
      this.cursor.follow()
    } else return quits
    return false
  }

  turnFocus(by: number): void {
    const { state } = this.desk
    state.focus = PANES[(PANES.indexOf(state.focus) + by + PANES.length) % PANES.length]!
  }

  goToPacket(packet: number): void {
    const { state } = this.desk
    const event = state.store.index.firstFrom(packet)
    if (Number.isNaN(packet) || event >= state.events) this.desk.say(`no event from packet ${packet} on`, true)
    else {
      this.show('timeline')
      this.cursor.goTo(VIEWS.timeline.find(state, { event }) ?? 0)
    }
  }

  /** Goes to the next finding of a severity, from where the cursor is and around. */
  goToFinding(severity: Severity, by: 1 | -1): void {
    const { state } = this.desk
    const { findings } = state.store
    const current = findings.findIndex((finding) => finding === state.selection.finding)
    const start = current >= 0 ? current : this.findingNear() - (by > 0 ? 1 : 0)
    for (let step = 1; step <= findings.length; step++) {
      const at = (start + by * step + findings.length * 2) % findings.length
      if (findings[at]!.severity !== severity) continue
      this.cursor.select(VIEWS.findings.selection(state, at))
      if (state.view === 'ladder') this.ladders.load()
      state.position.cursor = VIEWS[state.view].find(state, state.selection) ?? state.position.cursor
      this.desk.say(`finding ${at + 1} of ${findings.length}: ${findings[at]!.code} ${findings[at]!.message}`)
      return
    }
    this.desk.say(`there is no ${severity}`)
  }

  setMark(letter: string): void {
    const { state } = this.desk
    if (state.selection.event === undefined) this.desk.say('there is no message here to mark', true)
    else {
      state.marks.set(letter, state.selection.event)
      this.desk.say(`mark ${letter} set: ' ${letter} comes back to it`)
    }
  }

  goToMark(letter: string): void {
    const { state } = this.desk
    const event = state.marks.get(letter)
    if (event === undefined) {
      this.desk.say(`no mark ${letter}`, true)
      return
    }
    const index = VIEWS[state.view].find(state, { event })
    if (index === undefined) this.show('timeline')
    this.cursor.goTo(index ?? VIEWS.timeline.find(state, { event }) ?? 0)
  }

  /** Selects the row, or all rows of what it stands for, or lets it go; then the next. */
  choose(): void {
    const { chosen, selection } = this.desk.state
    const { event } = selection
    if (event === undefined) this.desk.say('there is no message here to select')
    else {
      if (!chosen.delete(event)) chosen.add(event)
      this.cursor.move(1)
    }
  }

  /** The first finding that is not before the cursor. */
  private findingNear(): number {
    const { selection, store } = this.desk.state
    const packet = selection.event === undefined ? 0 : store.index.packet(selection.event)
    const at = store.findings.findIndex(({ packets }) => (packets.at(-1) ?? 0) >= packet)
    return at < 0 ? 0 : at
  }

  /** The timeline with nothing but the events of the connection. */
  private openFlow(): void {
    const { track } = this.desk.state.selection
    if (track === undefined) return
    if (this.desk.state.selection.event === undefined) this.desk.say(`connection ${track.id} has no messages of OSCAR`)
    else this.finder.filter(`flow == ${track.id}`, () => this.show('timeline'))
  }
}

const OPENS_LADDER: readonly ViewId[] = ['transfers', 'findings', 'flows']
