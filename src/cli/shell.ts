import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { forgetGoneTerminal } from '../io/gone-terminal.ts'
import { Stdout } from '../io/stdout.ts'
import { printable } from '../bytes/printable.ts'
import { EXIT, type ExitCode } from './exit.ts'

const STDERR = 2

/** What commands share of the process: standard output, standard error, and whether somebody wants it to end. */
export class Shell {
  readonly out = new Stdout()
  readonly outIsTerminal = isatty(1)
  readonly errIsTerminal = isatty(STDERR)
  /** Set by SIGINT, SIGTERM and SIGHUP: what was read is shown, then the program ends with this code. */
  stopCode: ExitCode | undefined
  /** What to do then, to get there. */
  onStop: (() => void) | undefined

  /** On standard error, in the name of the program. Words of the command line may be in it. */
  say(text: string): void {
    this.err(`oscarscope: ${printableLines(text)}\n`)
  }

  err(text: string): void {
    try {
      writeSync(STDERR, text)
    } catch {
      // Nobody can be told that nobody listens.
    }
  }

  /** A second signal ends the program at once, but not a second hangup: several are sent when a terminal goes. */
  listen(): void {
    for (const [signal, code] of [
      ['SIGINT', EXIT.interrupted],
      ['SIGTERM', EXIT.terminated],
      ['SIGHUP', EXIT.hungUp],
    ] as const) {
      process.on(signal, () => {
        if (signal === 'SIGHUP') forgetGoneTerminal()
        if (this.stopCode === undefined) {
          this.stopCode = code
          this.onStop?.()
        } else if (signal !== 'SIGHUP') process.exit(code)
      })
    }
  }
}

/** Text whose lines are ours, and not all that is in them. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')
