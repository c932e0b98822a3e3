import { printable } from '../../bytes/printable.ts'
import { displayWidth } from '../width.ts'

/** Why a filter cannot be used, and where in its text: `text.slice(at, at + length)`, which is empty at the end. */
export interface FilterProblem {
  readonly message: string
  readonly at: number
  readonly length: number
}

export const isProblem = (result: object): result is FilterProblem => 'message' in result && 'at' in result

/** Characters shown before and behind the place. */
const AROUND = 60

/** The filter, as much of it as fits, and a line of carets under the place. */
export function caretLines(text: string, { at, length }: Omit<FilterProblem, 'message'>): readonly [string, string] {
  const from = Math.max(0, at - AROUND)
  const to = Math.min(text.length, at + Math.min(length, AROUND) + AROUND)
  const before = `${from > 0 ? '…' : ''}${printable(text.slice(from, at))}`
  const place = printable(text.slice(at, Math.min(at + length, to)))
  const behind = `${printable(text.slice(at + place.length, to))}${to < text.length ? '…' : ''}`
  const carets = '^'.repeat(Math.max(1, displayWidth(place)))
  return [`${before}${place}${length === 0 ? '' : behind}`, `${' '.repeat(displayWidth(before))}${carets}`]
}

/** ` (did you mean X?)`, or nothing. */
export const didYouMean = (near: string | undefined): string => (near === undefined ? '' : ` (did you mean ${near}?)`)
