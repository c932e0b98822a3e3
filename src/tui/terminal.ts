import { openSync } from 'node:fs'
import { isatty, ReadStream } from 'node:tty'
// Not all of blessed: its forty widgets take longer to load than a small capture to read.
import Tput from 'blessed/lib/tput.js'
import Screen from 'blessed/lib/widgets/screen.js'
import { TERMINAL } from './has-terminal.ts'
import type { Surface } from './surface.ts'
import { TerminalInput } from './terminal-input.ts'
import { STYLES, type Style } from './style.ts'
import type { Look, Theme } from './theme.ts'

/** What a terminal is told to do and tells; the only thing the rest of the screens know of it. */
export interface Terminal {
  readonly width: number
  readonly height: number
  paint(surface: Surface, theme: Theme): void
  /** Draws everything again with the next `paint`. */
  forget(): void
  /** Puts text in the clipboard of the user's terminal (OSC 52). */
  copy(text: string): void
  suspend(): void
  /** Gives the terminal back as it was. */
  close(): void
}

export interface Mouse {
  readonly x: number
  readonly y: number
  readonly action: 'press' | 'wheel-up' | 'wheel-down'
}

export interface TerminalEvents {
  key(key: string): void
  mouse(mouse: Mouse): void
  resized(): void
  /** It was closed, which the signal for it may tell later than a write that fails. */
  gone(): void
}

/** `blessed` calls 5 in the lower bits "bold" and so on; what is not set is the terminal's own. */
const DEFAULT_COLOUR = 0x1ff
const BOLD = 1
const UNDERLINE = 2
const INVERSE = 8

/** Terminals whose own description is good; to all others xterm's is nearer than what blessed makes of theirs. */
const OWN_TERMINFO = /^(linux|dumb|vt\d+)/

/** Longest text that terminals take for the clipboard. */
const CLIPBOARD = 74_994

interface Cells {
  readonly lines: ([number, string][] & { dirty?: boolean })[]
  draw(from: number, to: number): void
  alloc(dirty?: boolean): void
}

interface Program {
  setMouse(modes: Readonly<Record<string, boolean>>, on: boolean): void
  on(event: 'keypress', listener: (text: string | undefined, key: KeyPress) => void): void
  on(event: 'mouse', listener: (mouse: { x: number; y: number; action: string }) => void): void
  sigtstp(resumed: () => void): void
  _write(text: string): void
  flush(): void
}

interface KeyPress {
  readonly name?: string
  readonly full?: string
  readonly sequence?: string
  readonly ctrl?: boolean
  readonly meta?: boolean
}

export interface TerminalOptions {
  /** The locale's characters are Unicode. */
  readonly unicode: boolean
}

/** Takes over the terminal that the program runs on. */
export function openTerminal(events: TerminalEvents, { unicode }: TerminalOptions): Terminal {
  const source = isatty(0) ? process.stdin : new ReadStream(openSync(TERMINAL, 'r'))
  for (const stream of [source, process.stdout]) stream.on('error', () => events.gone())
  // Otherwise lines are drawn with the alternate character set, which shows as letters in logs and some terminals.
  process.env['NCURSES_NO_UTF8_ACS'] = '1'
  const name = process.env['TERM'] ?? 'xterm'
  const input = new TerminalInput(source)
  const screen = withoutTmux(
    () =>
      new Screen({
        input: input as unknown as NodeJS.ReadStream,
        terminal: OWN_TERMINFO.test(name) ? name : 'xterm-256color',
        forceUnicode: unicode,
        fullUnicode: unicode,
        smartCSR: false,
        resizeTimeout: 50,
      }),
  )
  const cells = screen as unknown as Cells
  const program = screen.program as unknown as Program
  program.on('keypress', (text, key) => {
    const pressed = keyName(text, key)
    if (pressed !== undefined) events.key(pressed)
  })
  program.on('mouse', ({ x, y, action }) => {
    if (action === 'mousedown') events.mouse({ x, y, action: 'press' })
    else if (action === 'wheelup') events.mouse({ x, y, action: 'wheel-up' })
    else if (action === 'wheeldown') events.mouse({ x, y, action: 'wheel-down' })
  })
  // Buttons and wheel with coordinates as numbers: the old encodings end at column 95 or 223.
  const useMouse = (on: boolean): void => program.setMouse({ vt200Mouse: on, sgrMouse: on }, on)
  useMouse(true)
  screen.on('resize', () => events.resized())
  return {
    get width() {
      return screen.width as number
    },
    get height() {
      return screen.height as number
    },
    paint(surface, theme) {
      paintCells(cells, surface, looksOf(theme))
      cells.draw(0, cells.lines.length - 1)
    },
    forget: () => cells.alloc(true),
    copy(text) {
      program._write(`\x1b]52;c;${Buffer.from(text.slice(0, CLIPBOARD)).toString('base64')}\x07`)
      program.flush()
    },
    suspend() {
      useMouse(false)
      program.sigtstp(() => {
        useMouse(true)
        cells.alloc(true)
        events.resized()
      })
    },
    close() {
      useMouse(false)
      screen.destroy()
      input.release()
    },
  }
}

/** Of the four hundred sequences in a terminal's description a dozen are used: a function is made of one when it is called. */
function compileLate(): void {
  const compile = Tput.prototype._compile
  Tput.prototype._compile = function (info, key, text) {
    if (typeof text !== 'string' || text === '') return compile.call(this, info, key, text)
    let made: ((values: unknown) => unknown) | undefined
    return (values: unknown) => (made ??= compile.call(this, info, key, text) as (values: unknown) => unknown)(values)
  }
}
compileLate()

/** blessed would run `tmux -V`, for sequences that are not used here, which takes as long as reading a small capture. */
function withoutTmux<T>(make: () => T): T {
  const { TMUX } = process.env
  delete process.env['TMUX']
  try {
    return make()
  } finally {
    if (TMUX !== undefined) process.env['TMUX'] = TMUX
  }
}

/** One character as itself (`j`, `G`, `:`), other keys by name: `enter`, `C-f`, `S-tab`. */
function keyName(text: string | undefined, key: KeyPress): string | undefined {
  // Comes twice, as `return` and as `enter`.
  if (key.name === 'return') return undefined
  if (key.sequence === ' ') return 'space'
  const isText =
    text !== undefined &&
    [...text].length === 1 &&
    text > ' ' &&
    text !== '\x7f' &&
    key.ctrl !== true &&
    key.meta !== true
  return isText ? text : key.full
}

const looks = new WeakMap<Theme, readonly number[]>()

/** Attributes of a theme in blessed's packing: flags, foreground, background in 9 bits each, by number of style. */
function looksOf(theme: Theme): readonly number[] {
  const known = looks.get(theme)
  if (known !== undefined) return known
  const packed = STYLES.map((style: Style) => pack(theme[style]))
  looks.set(theme, packed)
  return packed
}

function pack({ fg = DEFAULT_COLOUR, bg = DEFAULT_COLOUR, bold, underline }: Look): number {
  const flags = (bold === true ? BOLD : 0) | (underline === true ? UNDERLINE : 0)
  return (flags << 18) | (fg << 9) | bg
}

function paintCells({ lines }: Cells, surface: Surface, attributes: readonly number[]): void {
  const height = Math.min(lines.length, surface.height)
  for (let y = 0; y < height; y++) {
    const line = lines[y]!
    const width = Math.min(line.length, surface.width)
    for (let x = 0; x < width; x++) {
      const at = y * surface.width + x
      const attribute = attributes[surface.styles[at]!]! | (surface.inverse[at] === 1 ? INVERSE << 18 : 0)
      const character = surface.characters[at]!
      const cell = line[x]!
      cell[0] = attribute
      cell[1] = character === '' ? ' ' : character
    }
    line.dirty = true
  }
}
