import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BIN, oscarscope } from '../cli/program.ts'
import { scenario } from '../support/index.ts'
import { HAS_TMUX, Tmux } from './tmux.ts'

const FAULTS = 'captures/transfer-with-faults.pcap'
const PROGRAM = `LC_ALL=C.UTF-8 '${process.execPath}' '${BIN}'`

/** The key of each view, and what is only there. */
const VIEWS: readonly (readonly [string, string | RegExp])[] = [
  ['2', /PROP.*#/],
  ['3', 'SNAC'],
  ['4', 'RV-04'],
  ['5', 'flap'],
  ['6', 'Capture'],
]

/** Sequences of our own: colours, cursor, screen, mouse; what a program without wire data sends. */
const OWN = /\x1b(?:\[[?>]?[\d;]*[A-Za-z]|\]52;c;[A-Za-z0-9+/=]*\x07|[=>78]|\([B0])/g

const open: Tmux[] = []

function run(width: number, height: number, command: string, recordTo?: string): Tmux {
  const terminal = new Tmux(width, height, command, recordTo)
  open.push(terminal)
  return terminal
}

afterAll(() => {
  for (const terminal of open) terminal.close()
})

const scratch = (): string => mkdtempSync(join(tmpdir(), 'terminal-'))

describe.skipIf(!HAS_TMUX).concurrent('the program on a terminal', () => {
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
      await terminal.until(/▸ +1 /)
      for (const [key, text] of VIEWS) {
        terminal.keys(key)
        await terminal.until(text)
      }
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
    terminal.keys('f').resize(100, 30)
    await terminal.until('Enter filters')
    terminal.keys('Escape', '?')
    await terminal.until(/1-26 of/)
    terminal.resize(60, 16)
    await terminal.until(/1-12 of/)
    terminal.keys('q')
    const text = await terminal.quit('status 0')
    expect(text).toContain('before')
    expect(text).not.toContain('Transfers')
  })

  it.each([
    [30, 8],
    [20, 5],
    [1, 1],
  ])('starts at %i x %i, and shows everything once it is larger', async (width, height) => {
    const terminal = run(width, height, `${PROGRAM} ${FAULTS}`)
    if (width > 1) await terminal.until('too small')
    terminal.resize(80, 24)
    await terminal.until('three-a.txt')
    expect(await terminal.quit('status 0')).not.toContain('Transfers')
  })

  it('opens with the filter of -Y, which F clears', async () => {
    const terminal = run(100, 30, `${PROGRAM} ${FAULTS} -Y 'oft.type == PROMPT'`)
    await terminal.until('Y: 3 of 190')
    await terminal.until(/OFT2 +PROMPT three-a/)
    terminal.keys('F')
    await terminal.until('SNAC')
  })

  it('a burst of 200 keys is honoured', async () => {
    const terminal = run(80, 24, `${PROGRAM} ${FAULTS}`)
    await terminal.until('three-a.txt')
    terminal.keys('3', 'g', 'j'.repeat(180) + 'k'.repeat(20))
    await terminal.until('161/190')
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

  it('hostile names reach the terminal as text only, in every view', async () => {
    const directory = scratch()
    const path = join(directory, 'hostile.pcap')
    const record = join(directory, 'record')
    const s = scenario()
    s.transfer({ name: '\x1b]0;pwned\x07\x1b[31mred\u009b2J\u202egnp\u200b', data: new Uint8Array(10) }).complete()
    writeFileSync(path, s.close().wire.pcap())
    const terminal = run(130, 30, `${PROGRAM} ${path}`, record)
    await terminal.until('pwned')
    expect(terminal.title).not.toContain('pwned')
    for (const key of ['Enter', '3', '4', '5', '6', '1']) terminal.keys(key, 'x', 'Escape')
    terminal.keys('6')
    await terminal.until('Outcomes of files')
    await terminal.quit('status 0')
    const sent = readFileSync(record, 'utf8')
    expect(sent).toContain('pwned')
    expect(sent.replace(OWN, '')).not.toMatch(/[\0-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202e]/)
    expect(sent).not.toContain('\x1b[31mred')
  })

  it.each([
    ['q', 0],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ])('after %s the terminal is as it was, and the status is %i', async (way, status) => {
    const record = join(scratch(), 'record')
    const terminal = run(80, 24, `${PROGRAM} ${FAULTS}`, record)
    await terminal.until('three-a.txt')
    if (way === 'q') terminal.keys('q')
    else terminal.kill(way)
    expect(await terminal.until(`status ${status}`)).not.toContain('Transfers')
    const modes = new Map<string, string>()
    for (const [, numbers, set] of readFileSync(record, 'latin1').matchAll(/\x1b\[\?([\d;]+)([hl])/g))
      for (const number of numbers!.split(';')) modes.set(number, set!)
    expect(modes.get('25')).toBe('h')
    for (const mode of ['1049', '1000', '1002', '1003', '1006', '2004']) expect(modes.get(mode) ?? 'l').toBe('l')
    expect(modes.get('1049')).toBe('l')
  })

  it('TERM=dumb gives text, and so does a pipe that is closed early', async () => {
    const terminal = run(100, 40, `TERM=dumb ${PROGRAM} ${FAULTS} -c 40; ${PROGRAM} ${FAULTS} | head -2`)
    const text = await terminal.until('status 0')
    expect(text).toMatch(/SIGNON/)
    expect(text).not.toContain('Transfers')
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
