import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { isatty } from 'node:tty'

let terminals = [0, 1, 2].filter((fd) => isatty(fd))

/**
 * Puts nothing in the place of a terminal that was closed (a window, a lost connection): what is still written goes nowhere
 * instead of failing, and Node, which at its end sets the terminal back as it was, does not abort because it cannot.
 */
export function forgetGoneTerminal(): void {
  const gone = terminals.filter((fd) => !isatty(fd))
  terminals = terminals.filter((fd) => !gone.includes(fd))
  for (const fd of gone) {
    closeSync(fd)
    // The lowest free number is the one just given back.
    openSync(devNull, 'r+')
  }
}
