import { printable } from '../bytes/printable.ts'
import { characterWidth } from '../report/width.ts'

const PLAIN = /^[ -~]*$/
const MARK = /\p{M}/u

/**
 * Text cut into what fills terminal cells, as pairs of text and width. This is the last gate before the screen: whatever a
 * view was given, nothing comes out of here that a terminal acts on, and nothing of which terminals disagree how wide it is
 * (marks that combine, characters beyond U+FFFF: shown as escapes).
 */
export function* cells(text: string): Generator<readonly [string, 1 | 2]> {
  if (PLAIN.test(text)) {
    for (const character of text) yield [character, 1]
    return
  }
  for (const character of printable(text)) {
    const code = character.codePointAt(0)!
    if (code > 0xffff || MARK.test(character)) {
      for (const letter of escape(code)) yield [letter, 1]
    } else yield [character, characterWidth(character)]
  }
}

function escape(code: number): string {
  const digits = code.toString(16)
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}

/** Columns that a text takes. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const [, columns] of cells(text)) width += columns
  return width
}

/** The text in at most `width` columns, with `…` where it was cut. */
export function cut(text: string, width: number): string {
  if (width <= 0) return ''
  if (PLAIN.test(text) && text.length <= width) return text
  let taken = ''
  let used = 0
  let room = ''
  for (const [character, columns] of cells(text)) {
    if (used + columns > width) return `${room}…`
    taken += character
    used += columns
    if (used <= width - 1) room = taken
  }
  return taken
}

/** The text in exactly `width` columns, at the left or the right. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, width)
  const space = ' '.repeat(Math.max(0, width - widthOf(short)))
  return align === 'left' ? short + space : space + short
}

/** Text broken at spaces into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = ''
    }
    let rest = line === '' ? word : `${line} ${word}`
    while (widthOf(rest) > width && width > 0) {
      const piece = rest.slice(0, Math.max(1, width))
      lines.push(piece)
      rest = rest.slice(piece.length)
    }
    line = rest
  }
  return [...lines, line]
}

/** `12,008` */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `884.1 kB`: sizes as people compare them. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value.toFixed(1)} ${units[unit]!}`
}
