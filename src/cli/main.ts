import { CommanderError } from 'commander'
import { forgetGoneTerminal } from '../io/gone-terminal.ts'
import { ClosedPipe } from '../io/stdout.ts'
import { EXIT, UsageError, type ExitCode } from './exit.ts'
import { newProgram } from './program.ts'
import { printableLines, Shell } from './shell.ts'

/** Runs the command line and sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const shell = new Shell()
  const debug = argv.includes('--debug')
  process.on('exit', forgetGoneTerminal)
  process.on('uncaughtException', (error) => process.exit(explain(shell, error, debug)))
  try {
    const program = newProgram(shell, (code) => (process.exitCode = code))
    await program.parseAsync(argv)
    shell.out.flush()
  } catch (error) {
    process.exitCode = explain(shell, error, debug)
    shell.out.flushQuietly()
  }
}

/** Says what went wrong and gives the code for it. */
function explain(shell: Shell, error: unknown, debug: boolean): ExitCode {
  // A signal that came while its result was written counts more than what became of that.
  if (error instanceof ClosedPipe) return shell.stopCode ?? EXIT.done
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof UsageError) {
    shell.say(error.message)
    return EXIT.usage
  }
  if (error instanceof Error && (error.name === 'InputError' || error.name === 'OutputError')) {
    shell.say(error.message)
    return EXIT.input
  }
  shell.err(printableLines(bugReport(error, debug)))
  return EXIT.bug
}

function bugReport(error: unknown, debug: boolean): string {
  const what = error instanceof Error ? error.message : String(error)
  const stack = debug && error instanceof Error ? `${error.stack ?? ''}\n` : ''
  const advice = debug ? '' : ' Run it again with --debug to see where.'
  return (
    `oscarscope: this is a bug in oscarscope, not in your capture: ${what}. ` +
    `Please report it with the command line and, if you can, the capture.${advice}\n${stack}`
  )
}
