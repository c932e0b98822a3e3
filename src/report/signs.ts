import type { Severity } from '../rules/finding.ts'

/** Marks of findings; severity is never told by colour alone. */
export const SEVERITY_SIGNS: Readonly<Record<Severity, string>> = { error: '✗', warning: '▲', note: '●' }

/** The characters that the program itself writes, and what stands for them in ASCII: mostly as wide as they are. */
const ASCII: ReadonlyMap<string, string> = new Map([
  ['→', '->'],
  ['←', '<-'],
  ['✓', '+'],
  ['✗', 'X'],
  ['▲', '!'],
  ['●', '*'],
  ['↷', 'f'],
  ['…', '~'],
  ['·', '.'],
  ['×', 'x'],
  ['►', '>'],
  ['◄', '<'],
  ['│', '|'],
  ['─', '-'],
  ['═', '='],
  ['▒', '#'],
  ['╌', '~'],
])

/** Text in ASCII: our own signs as in the table, anything else as `\u00e9`. */
export function toAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (unit) => ASCII.get(unit) ?? escapeUnit(unit))
}

/** Text in ASCII that a JSON reader reads as the same text. */
export function escapeNonAscii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, escapeUnit)
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** What a piece of text is, for those who colour it. */
export type Style = Severity | 'dim' | 'strong' | 'good'

/** Dresses text in a style. */
export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_style, text) => text
