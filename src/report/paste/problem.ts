/** Why a text is no bytes, and where: line and column from 1, and the place in that line for a caret. */
export interface PasteProblem {
  readonly message: string
  readonly line: number
  readonly column: number
  readonly length: number
  /** The line it is in. */
  readonly text: string
}

/** A problem with `text.slice(at, at + length)`. */
export function pasteProblem(text: string, at: number, length: number, message: string): PasteProblem {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const end = text.indexOf('\n', start)
  const line = text.slice(start, end < 0 ? text.length : end)
  const number = text.slice(0, start).split('\n').length
  return {
    message,
    line: number,
    column: at - start + 1,
    length: Math.max(1, Math.min(length, line.length - (at - start))),
    text: line,
  }
}

export const isPasteProblem = (result: object): result is PasteProblem => 'message' in result
