import { STYLES, type Line, type Style } from './style.ts'
import { cells } from './text.ts'

export interface LineOptions {
  /** The row the cursor is on: drawn inverse over its whole width. */
  readonly inverse?: boolean
  /** Columns at the beginning that are scrolled out of sight. */
  readonly skip?: number
}

/** ASCII for the characters the program itself draws with; all others become `?`. */
const ASCII: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '─': '-',
    '═': '=',
    '▒': '#',
    '·': '.',
    '╌': '~',
    '│': '|',
    '┼': '+',
    '┴': '+',
    '►': '>',
    '◄': '<',
    '→': '>',
    '←': '<',
    '▸': '>',
    '▾': 'v',
    '×': 'x',
    '✓': '+',
    '✗': 'X',
    '▲': '!',
    '●': '*',
    '↷': 'f',
    '…': '~',
    '“': '"',
    '”': '"',
    '’': "'",
    '—': '-',
    '–': '-',
    '≠': '!',
    '≤': '<',
    '≥': '>',
    '§': 'S',
    '█': '#',
    '┃': '#',
  }),
)

const STYLE_NUMBER = new Map(STYLES.map((style, number) => [style, number]))

/** A screenful of cells: views are drawn on it, and a terminal or a test takes it. */
export class Surface {
  readonly width: number
  readonly height: number
  /** One text a cell; empty for the second half of a wide character. */
  readonly characters: string[]
  readonly styles: Uint8Array
  readonly inverse: Uint8Array
  private readonly ascii: boolean

  constructor(width: number, height: number, ascii = false) {
    this.width = width
    this.height = height
    this.ascii = ascii
    this.characters = new Array<string>(width * height).fill(' ')
    this.styles = new Uint8Array(width * height)
    this.inverse = new Uint8Array(width * height)
  }

  /** Draws a line from (x, y) on, in `width` columns: cut at the end, filled with spaces. */
  line(x: number, y: number, width: number, line: Line, { inverse = false, skip = 0 }: LineOptions = {}): void {
    if (y < 0 || y >= this.height) return
    const end = Math.min(this.width, x + width)
    let at = x
    let left = skip
    for (const [text, style = 'plain'] of line) {
      for (const [character, columns] of cells(text)) {
        if (left > 0) {
          left -= columns
          // Half of a wide character is a space.
          if (left < 0) this.put(at++, y, ' ', style, inverse)
          continue
        }
        if (at + columns > end) break
        this.put(at, y, character, style, inverse)
        if (columns === 2) this.put(at + 1, y, this.ascii ? '?' : '', style, inverse)
        at += columns
      }
    }
    for (; at < end; at++) this.put(at, y, ' ', 'plain', inverse)
  }

  style(x: number, y: number): Style {
    return STYLES[this.styles[y * this.width + x]!]!
  }

  /** The rows as text, without the spaces at their ends. */
  text(): string[] {
    return Array.from({ length: this.height }, (_, y) =>
      this.characters
        .slice(y * this.width, (y + 1) * this.width)
        .join('')
        .trimEnd(),
    )
  }

  private put(x: number, y: number, character: string, style: Style, inverse: boolean): void {
    if (x < 0) return
    const at = y * this.width + x
    this.characters[at] = this.ascii && character > '~' ? (ASCII.get(character) ?? '?') : character
    this.styles[at] = STYLE_NUMBER.get(style)!
    this.inverse[at] = inverse ? 1 : 0
  }
}
