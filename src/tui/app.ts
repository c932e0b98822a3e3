import { stepMarks } from '../conversation/steps.ts'
import type { Severity } from '../rules/finding.ts'
import { COMMAND_WORDS, COMMANDS, commandNamed, type Command } from './commands.ts'
import { isProblem } from './filter-port.ts'
import { lookUp, type Context } from './keys.ts'
import { ladder } from './ladder/rows.ts'
import { layOut, type Area, type Layout } from './layout.ts'
import { detailRows, keysAt } from './panes/detail.ts'
import { bytesPerRow, hexRowCount } from './panes/hex.ts'
import { messageOf } from './panes/subject.ts'
import { completeFrom, editPrompt } from './prompt.ts'
import { draw, overlayRows, rowsIn } from './screen.ts'
import { findRow, FilterScan } from './scan.ts'
import type { Pane, Prompt, Selection, State, Subject, ViewId } from './state.ts'
import type { Line } from './style.ts'
import type { Surface } from './surface.ts'
import { SaveError, savePackets, segmentRows } from './store/packets.ts'
import type { Mouse, Terminal } from './terminal.ts'
import { THEMES } from './theme.ts'
import { VIEWS } from './views/index.ts'

const PANES: readonly Pane[] = ['main', 'detail', 'hex']

/** Least time between two repaints: 30 a second. */
const FRAME = 33

/** Between looks at what has been read meanwhile. */
const TICK = 100

export interface Shell {
  readonly terminal: Terminal
  /** The program is over. */
  quit(status: number): void
  /** Extracts the transferred files to a directory; gives a sentence about it. */
  readonly extract: ((directory: string) => Promise<string>) | undefined
}

/** The program behind the screens: takes keys, changes the state, and paints. */
export class App {
  readonly state: State
  private readonly shell: Shell
  private readonly scan: FilterScan
  private layout: Layout
  private painted = 0
  private timer: NodeJS.Timeout | undefined
  private readonly ticker: NodeJS.Timeout
  private seen = ''
  private searches = 0
  private isSaving = false
  private isClosed = false

  constructor(state: State, shell: Shell) {
    this.state = state
    this.shell = shell
    this.scan = new FilterScan(state, () => this.changed())
    this.layout = layOut(state, shell.terminal.width, shell.terminal.height)
    this.ticker = setInterval(() => this.tick(), TICK)
  }

  /** Draws what there is, at once. */
  paint(): void {
    this.timer = undefined
    this.painted = performance.now()
    this.arrange()
    this.shell.terminal.paint(this.surface(), THEMES[this.state.theme])
  }

  surface(): Surface {
    return draw(this.state, this.layout)
  }

  /** Something is to be drawn: soon, and once for however many changes. */
  changed(): void {
    if (this.timer !== undefined || this.isClosed) return
    const wait = Math.max(0, this.painted + FRAME - performance.now())
    this.timer = setTimeout(() => this.paint(), wait)
  }

  key(key: string): void {
    const { state } = this
    state.message = undefined
    this.arrange()
    if (this.layout.isTooSmall) {
      if (key === 'q' || key === 'C-c') this.quit()
    } else if (state.prompt !== undefined) this.keyInPrompt(state.prompt, key)
    else if (state.pending !== '') this.keyAfter(key)
    else {
      const contexts: Context[] = state.overlay === undefined ? [state.focus, 'all'] : ['overlay']
      const row = lookUp(key, contexts)
      if (row !== undefined) this.run(COMMANDS[row.command], row.argument ?? '')
    }
    this.changed()
  }

  mouse({ x, y, action }: Mouse): void {
    const { state } = this
    state.message = undefined
    const by = action === 'wheel-up' ? -3 : 3
    if (state.overlay !== undefined) {
      if (action !== 'press') this.turnOverlay(by)
    } else if (action === 'press' && y === 1 && this.layout.head > 1) this.pressTab(x)
    else {
      const area = this.layout.areas.find(
        (one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height,
      )
      if (area !== undefined) this.mouseIn(area, x, y, action === 'press' ? undefined : by)
    }
    this.changed()
  }

  resized(): void {
    this.changed()
  }

  run(command: Command, argument: string): void {
    command.run(this, argument)
  }

  move(by: number): void {
    const { state } = this
    if (state.focus === 'main') this.goTo(state.position.cursor + by)
    else if (state.focus === 'detail') this.goToField(state.tree.cursor + by)
    else this.moveByte(by * bytesPerRow(this.areaOf('hex').width - 1))
  }

  page(pages: number): void {
    const rows = rowsIn(this.state, this.areaOf(this.state.focus))
    this.move(Math.trunc(pages * Math.max(1, rows - 1)))
  }

  /** Puts the cursor of the list on a row, and everything else with it. */
  goTo(index: number): void {
    const { state } = this
    const view = VIEWS[state.view]
    const count = view.count(state)
    const row = Math.max(0, Math.min(count - 1, Number.isNaN(index) ? 0 : index))
    state.tail = state.tail && row >= count - 1
    state.position.cursor = row
    this.select(view.selection(state, row))
  }

  goToPacket(packet: number): void {
    const { state } = this
    const event = state.store.index.firstFrom(packet)
    if (event >= state.events) this.say(`no event from packet ${packet} on`, true)
    else {
      this.show('timeline')
      this.goTo(VIEWS.timeline.find(state, { event }) ?? 0)
    }
  }

  /** Goes to the next finding of a severity, from where the cursor is. */
  goToFinding(severity: string, by: 1 | -1): void {
    const { state } = this
    const { findings } = state.store
    const current = findings.findIndex((finding) => finding === state.selection.finding)
    const packet = state.selection.event === undefined ? 0 : state.store.index.packet(state.selection.event)
    const start =
      current >= 0 ? current : findings.findIndex(({ packets }) => (packets.at(-1) ?? 0) >= packet) - (by > 0 ? 1 : 0)
    for (let step = 1; step <= findings.length; step++) {
      const at = (start + by * step + findings.length * 2) % findings.length
      if (findings[at]!.severity !== (severity as Severity)) continue
      this.select(VIEWS.findings.selection(state, at))
      if (state.view === 'ladder') this.loadLadder()
      state.position.cursor = VIEWS[state.view].find(state, state.selection) ?? state.position.cursor
      return
    }
    this.say(`no ${severity} ${by > 0 ? 'after' : 'before'} this`)
  }

  /** Puts the cursors of the tree on a row, and those of the bytes on its span. */
  goToField(index: number): void {
    const { state } = this
    const rows = detailRows(state)
    state.tree.cursor = Math.max(0, Math.min(rows.length - 1, index))
    const node = rows[state.tree.cursor]?.node
    if (node !== undefined) state.hex.cursor = node.at
  }

  /** Moves in the bytes, and the cursor of the tree to their field. */
  moveByte(by: number): void {
    const { state } = this
    const message = messageOf(state)
    if (message === undefined) return
    state.hex.cursor = Math.max(0, Math.min(message.bytes.length - 1, state.hex.cursor + by))
    const keys = keysAt(message.nodes, state.hex.cursor)
    for (const key of keys) state.tree.folded.delete(key)
    const row = detailRows(state).findIndex(({ key }) => key !== undefined && key === keys.at(-1))
    if (row >= 0) state.tree.cursor = row
  }

  fold(close: boolean): void {
    const { tree } = this.state
    const { key } = detailRows(this.state)[tree.cursor] ?? {}
    if (key === undefined) return
    if (!close) tree.folded.delete(key)
    else if (tree.folded.has(key) && key.includes('.')) this.foldAt(key.slice(0, key.lastIndexOf('.')))
    else tree.folded.add(key)
  }

  show(view: ViewId): void {
    const { state } = this
    state.focus = 'main'
    state.zoomed = false
    if (view === 'ladder') this.loadLadder()
    if (view === state.view) return
    state.trail.push(state.view)
    state.view = view
    this.follows()
  }

  /** One step deeper: from a transfer to its ladder, from a row to its fields. */
  open(): void {
    const { state } = this
    if (state.focus === 'detail') {
      const row = detailRows(state)[state.tree.cursor]
      this.fold(row?.key !== undefined && !state.tree.folded.has(row.key))
      return
    }
    const goesToLadder =
      state.view === 'transfers' ||
      state.view === 'findings' ||
      (state.view === 'flows' && state.selection.track?.peer !== undefined)
    if (goesToLadder && this.subjectsOf(state.selection).length > 0) this.show('ladder')
    else if (state.view === 'flows' && state.selection.event !== undefined) this.show('timeline')
    else if (state.selection.event !== undefined || state.selection.finding !== undefined) {
      state.focus = 'detail'
      state.zoomed = true
    }
  }

  /** One step back: what lies over the screen, then panes, then views; at the top level `q` quits. */
  back(quits = false): void {
    const { state } = this
    if (state.zoomed || state.focus !== 'main') {
      state.zoomed = false
      state.focus = 'main'
    } else if (!quits && state.chosen.size > 0) state.chosen.clear()
    else if (state.trail.length > 0) {
      state.view = state.trail.pop()!
      this.follows()
    } else if (quits) this.quit()
  }

  turnFocus(by: number): void {
    const { state } = this
    state.focus = PANES[(PANES.indexOf(state.focus) + by + PANES.length) % PANES.length]!
  }

  overlay(title: string, lines: readonly Line[]): void {
    this.state.overlay = { title, lines: lines.length > 0 ? lines : [[['Nothing.', 'dim']]], top: 0 }
  }

  turnOverlay(by: number): void {
    const { overlay } = this.state
    if (overlay === undefined) return
    overlay.top = Math.max(0, Math.min(overlay.lines.length - overlayRows(this.layout.height), overlay.top + by))
  }

  ask(kind: Prompt['kind'], sign: string, text = ''): void {
    const start = text === '' && kind === 'filter' ? (this.state.filtered?.filter.text ?? '') : text
    this.state.prompt = { kind, sign, text: start, cursor: start.length, past: 0, problem: undefined }
  }

  filter(text: string): void {
    const { state } = this
    const before = state.selection
    if (text === '') this.scan.stop()
    else {
      const filter = state.settings.language.compile(text)
      if (isProblem(filter)) {
        this.say(filter.message, true)
        return
      }
      void this.scan.start(filter)
      if (state.view !== 'timeline') this.show('timeline')
    }
    state.positions.timeline.cursor = VIEWS.timeline.find(state, before) ?? 0
  }

  search(text: string): void {
    this.state.search = text
    this.searchAgain(1)
  }

  searchAgain(by: number): void {
    const { state } = this
    if (state.search === undefined || state.search === '') {
      this.say('nothing to search for: / first')
      return
    }
    const number = ++this.searches
    const isCurrent = (): boolean => number === this.searches
    const show = (percent: number): void => {
      state.searching = percent
      this.changed()
    }
    void findRow(state, state.search, by, isCurrent, show).then((index) => {
      if (!isCurrent()) return
      state.searching = undefined
      if (index === undefined) this.say(`not found: ${state.search ?? ''}`)
      else this.goTo(index)
      this.changed()
    })
  }

  choose(): void {
    const { chosen, selection } = this.state
    const { event } = selection
    if (event === undefined) return
    if (!chosen.delete(event)) chosen.add(event)
    this.move(1)
  }

  turnBytes(): void {
    const { state } = this
    if (state.selection.finding?.ghost === undefined) this.say('only ghost rows have bytes that should be there')
    else state.ghostBytes = !state.ghostBytes
  }

  copy(text: string | undefined): void {
    if (text === undefined) {
      this.say('there is nothing of that kind to copy here', true)
      return
    }
    this.shell.terminal.copy(text)
    this.say(`copied ${text.length} characters`)
  }

  save(path: string): void {
    if (path === '') this.ask('command', ':', 'save ')
    else if (this.isSaving) this.say('still saving', true)
    else {
      this.isSaving = true
      this.say(`saving to ${path}`)
      savePackets(this.state, path)
        .then((count) => this.say(`saved ${count} packets to ${path}`))
        .catch((error: unknown) => this.say(error instanceof SaveError ? error.message : String(error), true))
        .finally(() => {
          this.isSaving = false
          this.changed()
        })
    }
  }

  extract(directory: string): void {
    const { extract } = this.shell
    if (extract === undefined) this.say('extract with: oscarscope extract FILE -o DIRECTORY')
    else if (directory === '') this.ask('command', ':', 'extract ')
    else {
      extract(directory)
        .then((text) => this.say(text))
        .catch((error: unknown) => this.say(String(error), true))
        .finally(() => this.changed())
    }
  }

  /** Takes the row of file data apart into its segments. */
  expand(): void {
    const { state } = this
    const { event } = state.selection
    if (event === undefined || state.view !== 'ladder' || state.expanded.has(event)) return
    state.expanded.set(event, [])
    segmentRows(state, event)
      .then((rows) => {
        if (rows.length > 0) state.expanded.set(event, rows)
        else {
          state.expanded.delete(event)
          this.say('only file data can be taken apart into segments')
        }
      })
      .catch((error: unknown) => this.say(String(error), true))
      .finally(() => {
        this.remakeLadder()
        this.changed()
      })
  }

  squash(): void {
    const { event } = this.state.selection
    if (event !== undefined && this.state.expanded.delete(event)) this.remakeLadder()
  }

  follow(): void {
    const { state } = this
    state.tail = !state.tail
    if (state.tail) this.goTo(VIEWS[state.view].count(state) - 1)
    this.say(state.tail ? 'following the newest' : 'no longer following')
  }

  pause(): void {
    const { state } = this
    state.frozen =
      state.frozen === undefined ? { events: state.store.index.count, counts: { ...state.store.counts } } : undefined
  }

  redraw(): void {
    this.shell.terminal.forget()
  }

  suspend(): void {
    this.shell.terminal.suspend()
  }

  /** Stops reading; a second time, or with nothing to stop, quits. */
  cancel(): void {
    const { progress } = this.state.store
    if (progress === 'loading' || progress === 'waiting') this.state.loader.cancel()
    else this.quit()
  }

  quit(status = 0): void {
    this.shell.quit(status)
  }

  /** Nothing is drawn, filtered or searched for any more: the terminal belongs to somebody else. */
  close(): void {
    this.isClosed = true
    clearInterval(this.ticker)
    clearTimeout(this.timer)
    this.scan.stop()
    this.searches++
  }

  say(text: string, isError = false): void {
    this.state.message = { text, isError }
  }

  remakeLadder(): void {
    const { state } = this
    const { store, rows, lanes, expanded, subjects } = state
    state.ladder = ladder({ store, rows, mode: lanes, expanded, marks: stepMarks }, subjects)
    if (state.view === 'ladder') this.follows()
  }

  private tick(): void {
    const { store, loader } = this.state
    void this.scan.goOn()
    loader.look()
    const { losses } = this.state.settings
    const packets = store.analyzer?.clock.packet ?? 0
    const now = `${store.index.count} ${store.version} ${store.progress} ${packets} ${losses?.() ?? ''}`
    if (now === this.seen) return
    this.seen = now
    if (this.state.frozen === undefined) {
      if (this.state.view === 'ladder') this.remakeLadder()
      if (this.state.tail) this.goTo(VIEWS[this.state.view].count(this.state) - 1)
    }
    this.changed()
  }

  /** Chooses something: the tree and the bytes show it from their beginning. */
  private select(selection: Selection): void {
    const { state } = this
    const isOther = selection.event !== state.selection.event || selection.finding !== state.selection.finding
    state.selection = selection
    if (!isOther) return
    state.ghostBytes = false
    state.tree.cursor = state.tree.top = 0
    state.hex.cursor = state.hex.top = 0
  }

  /** The list of the view shown goes to what is selected, where it has it; where not, its own row is selected. */
  private follows(): void {
    const { state } = this
    const view = VIEWS[state.view]
    const index = view.find(state, state.selection)
    if (index !== undefined) state.position.cursor = index
    if (view.count(state) > 0) this.goTo(state.position.cursor)
  }

  private subjectsOf({ conversation, track }: Selection): Subject[] {
    const { chosen, store } = this.state
    const subjects = new Set<Subject>()
    for (const n of chosen) {
      const owner = store.ownerOf(n)
      if (owner !== undefined) subjects.add(owner)
    }
    if (subjects.size > 1) return [...subjects]
    if (conversation !== undefined) return [conversation]
    return track?.peer === undefined ? [] : [track]
  }

  private loadLadder(): void {
    const { state } = this
    const subjects = this.subjectsOf(state.selection)
    if (subjects.length === 0) return
    const isOther =
      subjects.length !== state.subjects.length || subjects.some((subject, at) => subject !== state.subjects[at])
    if (isOther) {
      state.subjects = subjects
      state.positions.ladder = { cursor: 0, top: 0, left: 0 }
    }
    const { cursor } = state.positions.ladder
    this.remakeLadder()
    state.positions.ladder.cursor = Math.min(cursor, Math.max(0, state.ladder.rows.length - 1))
  }

  private foldAt(key: string): void {
    const { tree } = this.state
    tree.folded.add(key)
    tree.cursor = Math.max(
      0,
      detailRows(this.state).findIndex((row) => row.key === key),
    )
  }

  /** The second key of `m`, `'` and `y`. */
  private keyAfter(key: string): void {
    const { state } = this
    const first = state.pending
    state.pending = ''
    if (key === 'escape') return
    if (first === 'y') this.run(COMMANDS.copy, key)
    else if (!/^[a-z]$/.test(key)) this.say('marks are the letters a to z', true)
    else if (first === 'm') {
      if (state.selection.event === undefined) this.say('there is no message here to mark', true)
      else {
        state.marks.set(key, state.selection.event)
        this.say(`mark ${key} set`)
      }
    } else this.goToMark(key)
  }

  private goToMark(letter: string): void {
    const { state } = this
    const event = state.marks.get(letter)
    if (event === undefined) {
      this.say(`no mark ${letter}`, true)
      return
    }
    const index = VIEWS[state.view].find(state, { event })
    if (index === undefined) this.show('timeline')
    this.goTo(index ?? VIEWS.timeline.find(state, { event }) ?? 0)
  }

  private keyInPrompt(prompt: Prompt, key: string): void {
    const { state } = this
    const history = state.history[prompt.kind]
    const result = editPrompt(prompt, key, history, (text) => this.complete(prompt, text))
    if (result === 'going') this.check(prompt)
    else if (result === 'escape') state.prompt = undefined
    else this.enter(prompt)
  }

  /** Whether the text is a filter, as it is typed. */
  private check(prompt: Prompt): void {
    if (prompt.kind !== 'filter') return
    const result = prompt.text === '' ? undefined : this.state.settings.language.compile(prompt.text)
    prompt.problem = result !== undefined && isProblem(result) ? result : undefined
  }

  private enter(prompt: Prompt): void {
    const { state } = this
    const text = prompt.text.trim()
    this.check(prompt)
    if (prompt.problem !== undefined) return
    state.prompt = undefined
    if (text !== '') state.history[prompt.kind].push(text)
    if (prompt.kind === 'search') this.search(text)
    else if (prompt.kind === 'filter') this.filter(text)
    else if (text !== '') this.runLine(text)
  }

  private runLine(line: string): void {
    const [word = '', ...rest] = line.split(' ')
    const command = commandNamed(word)
    if (command === undefined) this.say(`no command ${word}; :help lists them`, true)
    else this.run(command, rest.join(' ').trim())
  }

  private complete({ kind }: Prompt, text: string): string {
    if (kind === 'filter') {
      const word = /[\w.]*$/.exec(text)![0]
      return text.slice(0, text.length - word.length) + completeFrom(word, this.state.settings.language.complete(word))
    }
    if (kind === 'search') return text
    const [word = '', ...rest] = text.split(' ')
    if (rest.length === 0) return completeFrom(word, COMMAND_WORDS)
    const argument = rest.join(' ')
    return text.slice(0, text.length - argument.length) + completeFrom(argument, commandNamed(word)?.words ?? [])
  }

  private pressTab(x: number): void {
    let end = 0
    for (const [id, view] of Object.entries(VIEWS)) {
      end += view.title.length + 4
      if (x < end) {
        this.show(id as ViewId)
        return
      }
    }
  }

  private mouseIn(area: Area, x: number, y: number, wheel: number | undefined): void {
    const { state } = this
    state.focus = area.pane
    if (wheel !== undefined) this.move(area.pane === 'hex' ? Math.sign(wheel) : wheel)
    else if (area.pane === 'main') {
      const row = state.position.top + y - area.y - (area.height - rowsIn(state, area))
      if (row < state.position.top || row >= VIEWS[state.view].count(state)) return
      if (row === state.position.cursor) this.open()
      else this.goTo(row)
    } else if (area.pane === 'detail') this.goToField(state.tree.top + y - area.y)
    else this.pressByte(area, x, y)
  }

  private pressByte(area: Area, x: number, y: number): void {
    const { state } = this
    const size = bytesPerRow(area.width - 1)
    // One space and the offset with its two are before the digits; after eight bytes is one more.
    const column = x - area.x - 7
    const at = Math.floor((column - (column >= 25 ? 1 : 0)) / 3)
    if (column < 0 || at >= size) return
    this.moveByte((state.hex.top + y - area.y) * size + at - state.hex.cursor)
  }

  private areaOf(pane: Pane): Area {
    return (
      this.layout.areas.find((area) => area.pane === pane) ??
      this.layout.areas[0] ?? { pane, x: 0, y: 0, width: 80, height: 20 }
    )
  }

  private arrange(): void {
    const { width, height } = this.shell.terminal
    this.layout = layOut(this.state, width, height)
    this.settle()
  }

  /** Keeps cursors on rows that exist, and on the screen. */
  private settle(): void {
    const { state } = this
    const view = VIEWS[state.view]
    const { position, tree } = state
    position.cursor = Math.max(0, Math.min(view.count(state) - 1, position.cursor))
    if (
      state.selection.event === undefined &&
      state.selection.item === undefined &&
      state.selection.finding === undefined &&
      view.count(state) > 0
    ) {
      this.select(view.selection(state, position.cursor))
    }
    for (const area of this.layout.areas) {
      const rows = rowsIn(state, area)
      if (area.pane === 'main') position.top = scrolled(position.top, position.cursor, rows, view.count(state))
      else if (area.pane === 'detail') tree.top = scrolled(tree.top, tree.cursor, rows, detailRows(state).length)
      else {
        const row = Math.floor(state.hex.cursor / bytesPerRow(area.width - 1))
        state.hex.top = scrolled(state.hex.top, row, rows, hexRowCount(state, area.width - 1))
      }
    }
    if (state.overlay !== undefined) this.turnOverlay(0)
  }
}

/** First row of a list, so that its cursor is on the screen and no rows are left empty without need. */
function scrolled(top: number, cursor: number, rows: number, count: number): number {
  const least = Math.max(0, cursor - rows + 1)
  const most = Math.min(cursor, Math.max(0, count - rows))
  return Math.max(least, Math.min(Math.max(most, least), Math.max(top, least)))
}
