import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BIN, oscarscope } from '../cli/program.ts'
import { scenario } from '../support/index.ts'
import { HAS_TMUX, Tmux } from './tmux.ts'

const FAULTS = 'captures/transfer-with-faults.pcap'
const PROGRAM = `LC_ALL=C.UTF-8 '${process.execPath}' '${BIN}'`

const open: Tmux[] = []

function run(width: number, height: number, command: string): Tmux {
  const terminal = new Tmux(width, height, command)
  open.push(terminal)
  return terminal
}

afterAll(() => {
  for (const terminal of open) terminal.close()
})

const scratch = (): string => mkdtempSync(join(tmpdir(), 'terminal-'))

describe.skipIf(!HAS_TMUX)('the program on a terminal', () => {
  it('opens, goes through its views in every size, keeps up with the window, and gives the terminal back', async () => {
    const terminal = run(160, 50, `echo before; ${PROGRAM} ${FAULTS}`)
    await terminal.until('three-a')
    for (const [width, height] of [
      [160, 50],
      [80, 24],
      [60, 16],
      [40, 10],
    ] as const) {
      terminal.resize(width, height).keys('1')
      await terminal.until('three-a')
      terminal.keys('Enter')
      await terminal.until('PROP')
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
      terminal.keys('q')
      await terminal.until('Capture')
    }
    terminal.resize(30, 8)
    await terminal.until('too small')
    terminal.resize(20, 5)
    await terminal.until('20x5')
    terminal.resize(80, 24)
    await terminal.until('Capture')
    terminal.keys('?')
    await terminal.until('Everywhere')
    terminal.resize(100, 30)
    await terminal.until(/1-26 of/)
    terminal.keys('q')
    const text = await terminal.quit('status 0')
    expect(text).toContain('before')
    expect(text).not.toContain('Transfers')
  })

  it('a click at column 140 reaches the pane that is there, and a capture that is cut off ends with 3', async () => {
    const path = join(scratch(), 'cut.pcap')
    const s = scenario()
    s.transfer({ name: 'hello.txt', data: new Uint8Array(10) }).complete()
    writeFileSync(path, s.close().wire.pcap().subarray(0, -5))
    const terminal = run(160, 50, `${PROGRAM} ${path}`)
    await terminal.until('hello.txt')
    terminal.keys('3')
    await terminal.until('OSERVICE')
    await terminal.until('▾ flap')
    terminal.bytes('\x1b[<0;140;6M').keys('Enter')
    await terminal.until('▸ flap')
    expect(await terminal.quit('status 3')).toContain('cut off')
  })

  it.each([
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

  it('C-z suspends it, and fg brings the screen back', async () => {
    const terminal = run(80, 24, 'bash --norc -i')
    terminal.keys(`${PROGRAM} ${FAULTS}`, 'Enter')
    await terminal.until('three-a.txt')
    terminal.keys('C-z')
    await terminal.until('Stopped')
    terminal.keys('fg', 'Enter')
    await terminal.until('1 Transfers')
    terminal.keys('j')
    await terminal.until('2/3')
  })

  it('a fault of its own restores the terminal, says so, and ends with 70', async () => {
    const fault = join(import.meta.dirname, 'crash.js')
    const terminal = run(80, 24, `LC_ALL=C.UTF-8 '${process.execPath}' --import '${fault}' '${BIN}' ${FAULTS}`)
    const text = await terminal.until('status 70')
    expect(text).toContain('a fault of the program itself: made for the test')
    expect(text).not.toMatch(/^\s+at /m)
    expect(text).not.toContain('Transfers')
  })

  it('hostile names reach the terminal as text only', async () => {
    const path = join(scratch(), 'hostile.pcap')
    const s = scenario()
    s.transfer({ name: '\x1b]0;pwned\x07\x1b[31mred\u009b2J\u202egnp', data: new Uint8Array(10) }).complete()
    writeFileSync(path, s.close().wire.pcap())
    const terminal = run(130, 30, `${PROGRAM} ${path}`)
    await terminal.until('pwned')
    expect(terminal.title).not.toContain('pwned')
    terminal.keys('Enter', '3', '4', '5')
    await terminal.until('Protocol')
    expect(terminal.title).not.toContain('pwned')
  })

  it('NO_COLOR leaves colours out, and --ascii everything that is not ASCII', async () => {
    const plain = run(80, 24, `NO_COLOR=1 ${PROGRAM} --ascii ${FAULTS}`)
    const coloured = run(80, 24, `${PROGRAM} ${FAULTS}`)
    await plain.until('three-a.txt')
    expect(plain.coloured).not.toMatch(/\x1b\[[0-9;]*(?:3[0-7]|9[0-7])m/)
    expect(plain.text).toMatch(/^[\n -~]*$/)
    await coloured.until('three-a.txt')
    expect(coloured.coloured).toMatch(/\x1b\[[0-9;]*9\dm/)
  })

  it('a file that grows is followed, and its files can be extracted', async () => {
    const directory = scratch()
    const path = join(directory, 'growing.pcap')
    const s = scenario()
    s.transfer({ name: 'hello.txt', data: new Uint8Array(10) }).complete()
    const bytes = s.close().wire.pcap()
    writeFileSync(path, bytes.subarray(0, 24))
    const terminal = run(80, 24, `${PROGRAM} --follow ${path}`)
    await terminal.until('waiting')
    writeFileSync(path, bytes)
    await terminal.until('hello.txt')
    terminal.keys(':', `extract ${directory}/out`, 'Enter')
    await terminal.until('extracted 1 file')
  })

  it('options of the text output give text on a terminal too', async () => {
    const terminal = run(100, 30, `${PROGRAM} ${FAULTS} -T text -c 20`)
    expect(await terminal.until('status 0')).not.toContain('Transfers')
  })
})

describe('without a terminal', () => {
  it('--plain writes the views as text', () => {
    const { out, code } = oscarscope(['inspect', '--plain', FAULTS])
    for (const title of ['Transfers', 'Ladder', 'Timeline', 'Findings', 'Flows', 'Stats'])
      expect(out).toContain(`== ${title} ==`)
    expect(out).not.toContain('\x1b')
    expect(code).toBe(0)
  })

  it('--plain is refused together with what is for other output', () => {
    const { err, code } = oscarscope(['inspect', '--plain', '-V', FAULTS])
    expect(err).toContain('--plain goes without')
    expect(code).toBe(2)
  })
})
