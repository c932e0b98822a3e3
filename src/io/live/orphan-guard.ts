import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'

/**
 * Ends a process when this one is gone and could not do it itself: a capturing program on a silent link would not notice
 * that nobody reads it any more, and go on for ever. A shell waits for the end of its input, which comes when we end in
 * whatever way. Gives the function that calls it off.
 */
export function guardOrphan(pid: number): () => void {
  if (process.platform === 'win32') return () => {}
  const shell = spawn('/bin/sh', ['-c', `read _; kill -INT ${pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.on('error', () => {})
  shell.unref()
  ;(shell.stdin as Socket).unref()
  return () => shell.kill('SIGKILL')
}
