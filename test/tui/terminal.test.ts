import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { scenario } from '../support/index.ts'
import { HAS_TMUX, ROOT, Tmux } from './tmux.ts'

const FAULTS = 'captures/transfer-with-faults.pcap'
const PROGRAM = 'LC_ALL=C.UTF-8 node --import tsx scripts/tui-dev.ts'

const open: Tmux[] = []

function run(width: number, height: number, command: string): Tmux {
  const terminal = new Tmux(width, height, command)
  open.push(terminal)
  return terminal
}

afterEach(() => {
  for (const terminal of open.splice(0)) terminal.close()
})

const scratch = (): string => mkdtempSync(join(tmpdir(), 'terminal-'))

describe.skipIf(!HAS_TMUX).concurrent('the program on a terminal', () => {
  it.sequential.each([
    [160, 50],
    [80, 24],
    [60, 16],
    [40, 10],
  ])('%i x %i: opens, goes through its views, and gives the terminal back', async (width, height) => {
    const terminal = run(width, height, `${PROGRAM} ${FAULTS}`)
    await terminal.until('three-a')
    terminal.keys('Enter')
    await terminal.until('Ladder')
    terminal.keys('3')
    await terminal.until('SNAC')
    terminal.keys('4')
    await terminal.until('RV-04')
    terminal.keys('5')
    await terminal.until('flap')
    terminal.keys('6')
    await terminal.until('Capture')
    terminal.keys('?')
    await terminal.until('Everywhere')
    terminal.keys('q', 'q', 'q', 'q', 'q', 'q', 'q')
    await terminal.until('status 0')
  })

  it.sequential('30 x 8 is too small, and goes on when the window is enlarged', async () => {
    const terminal = run(30, 8, `${PROGRAM} ${FAULTS}`)
    await terminal.until('too small')
    terminal.resize(20, 5)
    await terminal.until('20x5')
    terminal.resize(80, 24)
    await terminal.until('three-a.txt')
    terminal.keys('?')
    await terminal.until('Everywhere')
    terminal.resize(100, 30)
    await terminal.until(/1-26 of/)
  })

  it.sequential('a click at column 140 reaches the pane that is there', async () => {
    const terminal = run(160, 50, `${PROGRAM} ${FAULTS}`)
    await terminal.until('three-a.txt')
    terminal.keys('3')
    await terminal.until('OSERVICE')
    terminal.keys('Escape', '[<0;140;9M')
    await terminal.until(/three-a|channel/)
    expect(terminal.text).not.toContain('status')
  })

  it.sequential.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ])('%s gives the terminal back and status %i', async (signal, status) => {
    const terminal = run(80, 24, `${PROGRAM} ${FAULTS}`)
    await terminal.until('three-a.txt')
    terminal.kill(signal)
    const text = await terminal.until(`status ${status}`)
    expect(text).not.toContain('Transfers')
  })

  it.sequential('C-z suspends it, and fg brings the screen back', async () => {
    const terminal = run(80, 24, `bash --norc -i`)
    terminal.keys(`${PROGRAM} ${FAULTS}`, 'Enter')
    await terminal.until('three-a.txt')
    terminal.keys('C-z')
    await terminal.until('Stopped')
    terminal.keys('fg', 'Enter')
    await terminal.until('1 Transfers')
    terminal.keys('j')
    await terminal.until('2/3')
  })

  it.sequential('a fault of its own restores the terminal, says so, and ends with 70', async () => {
    const terminal = run(80, 24, `LC_ALL=C.UTF-8 node --import tsx test/tui/crash.ts ${FAULTS}`)
    const text = await terminal.until('status 70')
    expect(text).toContain('a fault of the program itself: made for the test')
    expect(text).not.toMatch(/^\s+at /m)
  })

  it.sequential('hostile names reach the terminal as text only', async () => {
    const path = join(scratch(), 'hostile.pcap')
    const s = scenario()
    s.transfer({ name: '\x1b]0;pwned\x07\x1b[31mred\u009b2J\u202egnp', data: new Uint8Array(10) }).complete()
    writeFileSync(path, s.close().wire.pcap())
    const terminal = run(130, 30, `${PROGRAM} ${path}`)
    await terminal.until('pwned')
    expect(terminal.title).not.toContain('pwned')
    for (const key of ['Enter', '3', '4', '5']) terminal.keys(key)
    await terminal.until('Protocol')
    expect(terminal.title).not.toContain('pwned')
  })

  it.sequential('NO_COLOR leaves colours out, and --ascii everything that is not ASCII', async () => {
    const plain = run(80, 24, `NO_COLOR=1 ${PROGRAM} --ascii ${FAULTS}`)
    await plain.until('three-a.txt')
    expect(plain.coloured).not.toMatch(/\x1b\[[0-9;]*(?:3[0-7]|9[0-7])m/)
    expect(plain.text).toMatch(/^[\n -~]*$/)
    const coloured = run(80, 24, `${PROGRAM} ${FAULTS}`)
    await coloured.until('three-a.txt')
    expect(coloured.coloured).toMatch(/\x1b\[[0-9;]*9\dm/)
  })

  it.sequential('a file that grows is followed', async () => {
    const path = join(scratch(), 'growing.pcap')
    const s = scenario()
    s.transfer({ name: 'hello.txt', data: new Uint8Array(10) }).complete()
    const bytes = s.close().wire.pcap()
    writeFileSync(path, bytes.subarray(0, 24))
    const terminal = run(80, 24, `${PROGRAM} --follow ${path}`)
    await terminal.until('waiting')
    writeFileSync(path, bytes)
    await terminal.until('hello.txt')
  })
})

describe('without a terminal', () => {
  it('--plain writes the views as text', async () => {
    const { execFileSync } = await import('node:child_process')
    const text = execFileSync(process.execPath, ['--import', 'tsx', 'scripts/tui-dev.ts', '--plain', FAULTS], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    for (const title of ['Transfers', 'Ladder', 'Timeline', 'Findings', 'Flows', 'Stats'])
      expect(text).toContain(`== ${title} ==`)
    expect(text).not.toContain('\x1b')
  })
})
