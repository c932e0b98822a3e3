import { closeSync, openSync } from 'node:fs'
import { isatty } from 'node:tty'

/** Where keys come from, when a capture comes from the standard input. */
export const TERMINAL = '/dev/tty'

/** Whether there is a terminal to draw on and, if only beside the standard input, one to type on. */
export function hasTerminal(): boolean {
  if (!isatty(1) || process.env['TERM'] === 'dumb') return false
  if (isatty(0)) return true
  try {
    closeSync(openSync(TERMINAL, 'r'))
    return true
  } catch {
    return false
  }
}
