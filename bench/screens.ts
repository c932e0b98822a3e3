import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { costOf, type Cost } from './measure.ts'

/** A terminal for a program that asks for one; util-linux has it. */
export const hasTerminal = versionText().includes('util-linux')

/** When to quit: as soon as this is on the screen, or when nothing has changed for so many milliseconds. */
export type Until = { readonly shown: RegExp } | { readonly still: number }

const QUIT = 'q'
const PATIENCE_MS = 120_000

/** Runs the screens on a pseudo-terminal. What `script` itself costs, milliseconds, is in it. */
export async function measureScreens(words: readonly string[], until: Until): Promise<Cost> {
  const inside = `stty rows 50 cols 160; exec ${words.map((word) => `'${word}'`).join(' ')}`
  return costOf(['script', '-qec', inside, '/dev/null'], async (wrapped, given) => {
    const env = { ...given, TERM: 'xterm-256color' }
    const child = spawn(wrapped[0]!, wrapped.slice(1), { env, detached: true })
    const patience = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), PATIENCE_MS)
    let [shown, said] = ['', '']
    let stillness: NodeJS.Timeout | undefined
    let quitting = false
    const quit = () => {
      quitting = true
      child.stdin.write(QUIT)
    }
    child.stderr.on('data', (data: Buffer) => (said += data.toString()))
    child.stdout.on('data', (data: Buffer) => {
      shown = (shown + data.toString()).slice(-20_000)
      clearTimeout(stillness)
      if (quitting) return
      if ('still' in until) stillness = setTimeout(quit, until.still)
      else if (until.shown.test(shown)) quit()
    })
    const [status] = (await once(child, 'close')) as [number | null]
    clearTimeout(patience)
    clearTimeout(stillness)
    return { status, said }
  })
}

function versionText(): string {
  const { status, stdout } = spawnSync('script', ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout : ''
}
