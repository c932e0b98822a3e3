import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BIN } from '../cli/program.ts'

const PEER = join(import.meta.dirname, 'peer.mjs')

/** Why nothing can be captured in namespaces here; undefined when it can. */
export const OBSTACLE: string | undefined = (() => {
  if (process.getuid?.() !== 0) return 'only root may make network namespaces'
  const probe = `oscar-${randomBytes(3).toString('hex')}`
  if (spawnSync('ip', ['netns', 'add', probe]).status !== 0) return 'network namespaces cannot be made here'
  spawnSync('ip', ['netns', 'del', probe])
  return undefined
})()

export function has(program: string): boolean {
  return spawnSync('which', [program]).status === 0
}

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`)
}

/** A program that runs in a namespace, with what it wrote so far. */
export interface Live {
  readonly child: ChildProcess
  out: string
  err: string
  /** When each line of the output came. */
  readonly lines: { readonly text: string; readonly at: number }[]
  readonly code: Promise<number | null>
  /** Waits until standard error has this in it. */
  readonly said: (text: string) => Promise<void>
}

/** Someone in a namespace who can be told what to do. */
export class Peer {
  private readonly child: ChildProcess
  private readonly answers = new Map<number, { resolve: () => void; reject: (error: Error) => void }>()
  private asked = 0

  constructor(namespace: string) {
    const stdio: ('ignore' | 'inherit' | 'ipc')[] = ['ignore', 'ignore', 'inherit', 'ipc']
    this.child = spawn('ip', ['netns', 'exec', namespace, process.execPath, PEER], { stdio })
    this.child.on('message', ({ id, error }: { id: number; error?: string }) => {
      const answer = this.answers.get(id)!
      this.answers.delete(id)
      if (error === undefined) answer.resolve()
      else answer.reject(new Error(error))
    })
  }

  do(action: string, rest: object): Promise<void> {
    const id = ++this.asked
    return new Promise((resolve, reject) => {
      this.answers.set(id, { resolve, reject })
      this.child.send({ id, action, ...rest })
    })
  }

  close(): void {
    this.child.disconnect()
  }
}

/** Two namespaces with a wire between `left` and `right`: the captures are taken at `right`. */
export class Link {
  readonly left: string
  readonly right: string
  readonly device = 'wire1'
  private readonly started: ChildProcess[] = []

  constructor(leftAddresses: readonly string[], rightAddresses: readonly string[]) {
    const name = `oscar-${randomBytes(3).toString('hex')}`
    this.left = `${name}-l`
    this.right = `${name}-r`
    for (const namespace of [this.left, this.right]) ip('netns', 'add', namespace)
    ip('link', 'add', 'wire0', 'netns', this.left, 'type', 'veth', 'peer', 'name', this.device, 'netns', this.right)
    this.configure(this.left, 'wire0', leftAddresses)
    this.configure(this.right, this.device, rightAddresses)
  }

  peers(): [Peer, Peer] {
    return [new Peer(this.left), new Peer(this.right)]
  }

  ip(...args: string[]): void {
    ip('-n', this.right, ...args)
  }

  /** Starts `oscarscope live` at the right end. */
  live(args: readonly string[], interfaces = ['-i', this.device], env = {}): Live {
    return this.start([process.execPath, BIN, 'live', ...interfaces, ...args], env)
  }

  /** What runs at the right end. */
  processes(): { readonly pid: string; readonly command: string }[] {
    const { stdout } = spawnSync('ip', ['netns', 'pids', this.right], { encoding: 'utf8' })
    const pids = stdout.split('\n').filter((pid) => pid !== '')
    return pids.flatMap((pid) => {
      try {
        return [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'latin1') }]
      } catch {
        // It has ended since.
        return []
      }
    })
  }

  start(command: readonly string[], more = {}): Live {
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe']
    const env = { ...process.env, ...more }
    const child = spawn('ip', ['netns', 'exec', this.right, ...command], { stdio, env })
    this.started.push(child)
    return follow(child)
  }

  close(): void {
    for (const child of this.started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    for (const namespace of [this.left, this.right]) spawnSync('ip', ['netns', 'del', namespace])
  }

  private configure(namespace: string, device: string, addresses: readonly string[]): void {
    for (const address of addresses) ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', device)
    ip('-n', namespace, 'link', 'set', 'lo', 'up')
    // Room for datagrams that fill buffers quickly.
    ip('-n', namespace, 'link', 'set', device, 'mtu', '9000', 'up')
  }
}

/** Collects what a child writes. */
export function follow(child: ChildProcess): Live {
  const code = new Promise<number | null>((resolve) => child.on('close', resolve))
  const live: Live = {
    child,
    out: '',
    err: '',
    lines: [],
    code,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (live.err.includes(text)) resolve()
        }
        child.stderr!.on('data', look)
        child.on('close', () => reject(new Error(`ended without saying "${text}":\n${live.err}`)))
        look()
      }),
  }
  let rest = ''
  child.stdout!.setEncoding('utf8').on('data', (piece: string) => {
    const at = Date.now()
    live.out += piece
    const lines = (rest + piece).split('\n')
    rest = lines.pop()!
    for (const text of lines) live.lines.push({ text, at })
  })
  child.stderr!.setEncoding('utf8').on('data', (piece: string) => (live.err += piece))
  return live
}

/** The numbers of the last status line. */
export function statusOf({ err }: Live): { seen: number; kernel: number | undefined; here: number } {
  const [, seen, kernel, here] = [...err.matchAll(/: (\d+) seen · (\d+|\?) dropped by the kernel, (\d+) here/g)].at(-1)!
  return { seen: Number(seen), kernel: kernel === '?' ? undefined : Number(kernel), here: Number(here) }
}
