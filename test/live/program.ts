import { spawn, type ChildProcess } from 'node:child_process'
import { BIN } from '../cli/program.ts'

/** Starts the program, with both outputs to be read. */
export function startProgram(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}
