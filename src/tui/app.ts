import { COMMANDS, commandNamed, type Command } from './commands.ts'
import { Cursor } from './cursor.ts'
import type { Desk } from './desk.ts'
import { Files, type Extract } from './files.ts'
import { Finder } from './finder.ts'
import { lookUp, type Context } from './keys.ts'
import { Ladders } from './ladders.ts'
import { layOut, type Layout } from './layout.ts'
import { Pointer } from './pointer.ts'
import { Prompter } from './prompter.ts'
import { draw, overlayRows } from './screen.ts'
import type { PromptKind, State } from './state.ts'
import type { Line } from './style.ts'
import type { Surface } from './surface.ts'
import type { Mouse, Terminal } from './terminal.ts'
import { THEMES } from './theme.ts'
import { VIEWS } from './views/index.ts'
import { Walk } from './walk.ts'

/** Least time between two repaints: 30 a second. */
const FRAME = 33

/** Between looks at what has been read meanwhile: soon after the start, so that the first screen has rows, then seldom. */
const FIRST_TICK = 16
const TICK = 100

export interface Shell {
  readonly terminal: Terminal
  /** The program is over. */
  quit(status: number): void
  readonly extract: Extract | undefined
}

/** The program behind the screens: keys and mouse become commands, commands change the state, and the state is painted. */
export class App implements Desk {
  readonly state: State
  readonly cursor: Cursor
  readonly ladders: Ladders
  readonly finder: Finder
  readonly walk: Walk
  readonly files: Files
  readonly prompter: Prompter
  layout: Layout
  private readonly pointer: Pointer
  private readonly shell: Shell
  private ticker: NodeJS.Timeout
  private painted = 0
  private timer: NodeJS.Timeout | undefined
  private seen = ''
  private isClosed = false

  constructor(state: State, shell: Shell) {
    this.state = state
    this.shell = shell
    this.layout = layOut(state, shell.terminal.width, shell.terminal.height)
    this.cursor = new Cursor(this)
    this.ladders = new Ladders(this, this.cursor)
    this.finder = new Finder(this, this.cursor)
    this.walk = new Walk(this, this.cursor, this.ladders, this.finder)
    this.files = new Files(this, shell.extract)
    this.prompter = new Prompter(state, (kind, text) => this.entered(kind, text))
    this.pointer = new Pointer(this, this.cursor, this.walk)
    this.ticker = this.tickIn(FIRST_TICK)
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
    } else if (state.prompt !== undefined) this.prompter.key(state.prompt, key)
    else if (state.pending !== '') this.keyAfter(key)
    else {
      const contexts: Context[] = state.overlay === undefined ? [state.focus, 'all'] : ['overlay']
      const row = lookUp(key, contexts)
      if (row !== undefined) this.run(COMMANDS[row.command], row.argument ?? '')
    }
    this.changed()
  }

  mouse(mouse: Mouse): void {
    const { state } = this
    state.message = undefined
    this.arrange()
    if (state.overlay === undefined) this.pointer.act(mouse)
    else if (mouse.action !== 'press') this.turnOverlay(mouse.action === 'wheel-up' ? -3 : 3)
    this.changed()
  }

  run(command: Command, argument: string): void {
    command.run(this, argument)
  }

  back(quits: boolean): void {
    if (this.walk.back(quits)) this.quit()
  }

  overlay(title: string, lines: readonly Line[]): void {
    this.state.overlay = { title, lines: lines.length > 0 ? lines : [[['Nothing.', 'dim']]], top: 0 }
  }

  turnOverlay(by: number): void {
    const { overlay } = this.state
    if (overlay === undefined) return
    overlay.top = Math.max(0, Math.min(overlay.lines.length - overlayRows(this.layout.height), overlay.top + by))
  }

  copy(text: string | undefined): void {
    if (text === undefined) {
      this.say('there is nothing of that kind to copy here', true)
      return
    }
    this.shell.terminal.copy(text)
    this.say(`copied ${text.length} characters`)
  }

  /** Goes with the newest row, from now on or no longer. */
  tail(): void {
    const { state } = this
    state.tail = !state.tail
    if (state.tail) this.cursor.goTo(VIEWS[state.view].count(state) - 1)
    this.say(state.tail ? 'following the newest' : 'no longer following')
  }

  pause(): void {
    const { state } = this
    const { index, counts } = state.store
    state.frozen = state.frozen === undefined ? { events: index.count, counts: { ...counts } } : undefined
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
    clearTimeout(this.ticker)
    clearTimeout(this.timer)
    this.finder.close()
  }

  say(text: string, isError = false): void {
    this.state.message = { text, isError }
  }

  private tickIn(wait: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.ticker = this.tickIn(Math.min(2 * wait, TICK))
      this.tick()
    }, wait)
  }

  private tick(): void {
    const { state } = this
    const { store, loader } = state
    this.finder.goOn()
    loader.look()
    const { losses } = this.state.settings
    const packets = store.analyzer?.clock.packet ?? 0
    const now = `${store.index.count} ${store.version} ${store.progress} ${packets} ${losses?.() ?? ''}`
    if (now === this.seen) return
    this.seen = now
    if (state.frozen === undefined) {
      if (state.view === 'ladder') this.ladders.remake()
      if (state.tail) this.cursor.goTo(VIEWS[state.view].count(state) - 1)
    }
    this.changed()
  }

  /** The second key of `m`, `'` and `y`. */
  private keyAfter(key: string): void {
    const { state } = this
    const first = state.pending
    state.pending = ''
    if (key === 'escape') return
    if (first === 'y') this.run(COMMANDS.copy, key)
    else if (!/^[a-z]$/.test(key)) this.say('marks are the letters a to z', true)
    else if (first === 'm') this.walk.setMark(key)
    else this.walk.goToMark(key)
  }

  private entered(kind: PromptKind, text: string): void {
    if (kind === 'search') this.finder.search(text)
    else if (kind === 'filter') this.run(COMMANDS.filtered, text)
    else if (text !== '') {
      const [word = '', ...rest] = text.split(' ')
      const command = commandNamed(word)
      if (command === undefined) this.say(`no command ${word}; :help lists them`, true)
      else this.run(command, rest.join(' ').trim())
    }
  }

  private arrange(): void {
    const { width, height } = this.shell.terminal
    this.layout = layOut(this.state, width, height)
    this.cursor.settle()
    if (this.state.overlay !== undefined) this.turnOverlay(0)
  }
}
