import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCapture } from '../capture/files.ts'
import { BIN } from '../cli/program.ts'
import { temporaryFiles } from '../io/reading.ts'
import { scenario } from '../support/index.ts'
import { HAS_TMUX, Tmux } from '../tui/tmux.ts'
import { has, Link, OBSTACLE, type Peer } from './namespaces.ts'
import { replay } from './replay.ts'

const OBSTACLES = [
  OBSTACLE,
  HAS_TMUX ? undefined : 'tmux is not installed',
  has('tcpdump') ? undefined : 'tcpdump is not',
]
const obstacle = OBSTACLES.find((one) => one !== undefined)
if (obstacle !== undefined) console.warn(`live capture on the screens is not tested: ${obstacle}`)

const files = temporaryFiles()

const scene = scenario({ legs: ['alice'] })
scene.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().done().close()
const { wire } = scene.close()

describe.skipIf(obstacle !== undefined)('live capture on the screens', { timeout: 30_000 }, () => {
  let link: Link
  let left: Peer
  let right: Peer
  const screens = new Set<Tmux>()

  beforeAll(() => {
    link = new Link(['10.0.0.1'], ['10.0.0.2', '10.0.0.100', '10.0.0.200'])
    ;[left, right] = link.peers()
  })

  afterAll(() => {
    for (const tmux of screens) tmux.close()
    left.close()
    right.close()
    link.close()
  })

  const live = (path: string): Tmux => {
    const run = `ip netns exec ${link.right} '${process.execPath}' '${BIN}' live -i ${link.device} -w '${path}'`
    const tmux = new Tmux(120, 30, run)
    screens.add(tmux)
    return tmux
  }

  /** Of the namespace, the peer left out. */
  const processes = (): string[] =>
    link
      .processes()
      .map(({ command }) => command)
      .filter((command) => !command.includes('peer.mjs'))

  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 50))
  }

  it('ends its file in order, and leaves nobody behind, when the terminal goes away', async () => {
    const path = files.path('hangup.pcapng')
    const tmux = live(path)
    await tmux.until('dropped')
    await left.do('flood', { host: '10.0.0.2', port: 9, size: 100, count: 50, rate: 5_000 })
    await tmux.until(/[5-9]\d pkts/)
    tmux.close()
    screens.delete(tmux)
    await until(() => processes().length === 0)
    const { packets, reader } = readCapture(readFileSync(path))
    expect(packets.length).toBeGreaterThanOrEqual(50)
    expect(reader.problems).toEqual([])
    expect(reader.dropped).toBe(0)
  })

  it('says what was lost and decoded, judges while nothing comes, and says why the capture ended', async () => {
    const path = files.path('gone.pcapng')
    const tmux = live(path)
    await tmux.until('dropped')
    await until(() => existsSync(path))
    await replay(wire.packets, (host) => (host === '10.0.0.1' ? left : right))
    await tmux.until(/✗ 1 .*kernel dropped 0, we 0 · no holes · 100% decoded · \S+ \SB left/s)
    link.ip('link', 'del', link.device)
    await tmux.until(`CAPTURE ENDED │ the interface ${link.device} went away while capturing`)
    tmux.keys(':log', 'Enter')
    await tmux.until(`ip link show ${link.device}`)
    tmux.keys('Escape')
    await tmux.until('CAPTURE ENDED')
    tmux.keys('q')
    await tmux.until('status 4')
    expect(processes()).toEqual([])
  })
})
