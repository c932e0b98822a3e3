import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** Whether tmux is there to run the program in. */
export const HAS_TMUX = spawnSync('tmux', ['-V']).status === 0

/** Machines that run other things at the same time are slow. */
const PATIENCE = 25_000

let sessions = 0

/** The real program in a pseudo-terminal of a given size. */
export class Tmux {
  private readonly name = `screens-${process.pid}-${sessions++}`

  /** Runs a command line; when it is over, its exit status is on the screen. What the terminal was sent goes to a file. */
  constructor(width: number, height: number, command: string, recordTo?: string) {
    const wait = recordTo === undefined ? '' : 'read go;'
    const line = `cd '${ROOT}'; ${wait} ${command}; echo "status $?"; sleep 60`
    this.tmux('new-session', '-d', '-s', this.name, '-x', String(width), '-y', String(height), line)
    if (recordTo === undefined) return
    this.tmux('pipe-pane', '-t', this.name, `cat > '${recordTo}'`)
    this.keys('Enter')
  }

  keys(...keys: string[]): this {
    this.tmux('send-keys', '-t', this.name, ...keys)
    return this
  }

  /** What a terminal would send, at once. */
  bytes(text: string): this {
    return this.keys('-H', ...[...text].map((character) => character.charCodeAt(0).toString(16)))
  }

  resize(width: number, height: number): this {
    this.tmux('resize-window', '-t', this.name, '-x', String(width), '-y', String(height))
    return this
  }

  get text(): string {
    return this.tmux('capture-pane', '-p', '-t', this.name)
  }

  /** The same with colours, as the sequences that the terminal understood. */
  get coloured(): string {
    return this.tmux('capture-pane', '-p', '-e', '-t', this.name)
  }

  get title(): string {
    return this.tmux('display-message', '-p', '-t', this.name, '#{pane_title}')
  }

  /** The screen, as soon as it has this in it. */
  async until(wanted: string | RegExp | ((text: string) => boolean)): Promise<string> {
    const isThere = (text: string): boolean => {
      if (typeof wanted === 'function') return wanted(text)
      return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
    }
    const end = performance.now() + PATIENCE
    for (;;) {
      const { text } = this
      if (isThere(text)) return text
      if (performance.now() > end) throw new Error(`${String(wanted)} is not on the screen:\n${text}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Presses q, which goes one step back, until the program has ended and this is on the screen. */
  async quit(wanted: string): Promise<string> {
    for (let presses = 0; presses < 100 && !this.text.includes('status '); presses++) {
      this.keys('q')
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    return this.until(wanted)
  }

  /** Sends a signal to the program. */
  kill(signal: string): void {
    const shell = this.tmux('display-message', '-p', '-t', this.name, '#{pane_pid}').trim()
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', shell], { encoding: 'utf8' })
    process.kill(Number(children.trim().split('\n')[0]), signal)
  }

  close(): void {
    this.tmux('kill-session', '-t', this.name)
  }

  private tmux(...args: string[]): string {
    return execFileSync('tmux', ['-L', `screens-${process.pid}`, '-f', '/dev/null', ...args], { encoding: 'utf8' })
  }
}
