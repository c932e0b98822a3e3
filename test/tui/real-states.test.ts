import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BIN } from '../cli/program.ts'
import { scenario } from '../support/index.ts'
import { HAS_TMUX, Tmux } from './tmux.ts'

const FAULTS = 'captures/transfer-with-faults.pcap'
const PROGRAM = `LC_ALL=C.UTF-8 '${process.execPath}' '${BIN}'`
const directory = mkdtempSync(join(tmpdir(), 'states-'))

const SIZES = [
  [80, 24],
  [160, 50],
  [60, 16],
  [40, 10],
] as const
const SMALL = [
  [30, 8],
  [20, 5],
] as const

function written(name: string, bytes: Uint8Array): string {
  const path = join(directory, name)
  writeFileSync(path, bytes)
  return path
}

function transferOf(name: string): Uint8Array {
  const s = scenario()
  s.transfer({ name, data: new Uint8Array(10) }).complete()
  return s.close().wire.pcap()
}

function proposals(count: number): Uint8Array {
  const s = scenario()
  for (let n = 1; n <= count; n++) s.transfer({ name: `file-${n}.txt` }).propose()
  return s.wire.pcap()
}

/** What makes each state, the keys that lead to it, and what the screen says of it in every size. */
const STATES: readonly (readonly [string, () => string, readonly string[], RegExp])[] = [
  ['no OSCAR', () => written('none.pcap', scenario({ legs: [], peers: false }).close().wire.pcap()), [], /No OSCAR/],
  ['waiting for a file that grows', () => `--follow ${written('grows.pcap', Uint8Array.of())}`, [], /waiting/],
  ['a damaged file', () => written('cut.pcap', transferOf('hello.txt').subarray(0, -5)), [], /hell[^]*DAMAGED/],
  ['a filter that hides everything', () => `${FAULTS} -Y 'flap.sequence == 70000'`, [], /filter/i],
  ['very long names', () => written('long.pcap', transferOf('long-'.repeat(12_000))), [], /long-.*…/],
  ['ten thousand transfers', () => written('many.pcap', proposals(10_000)), ['G'], /▸ ?10000 +.*file-1/],
]

const open: Tmux[] = []

afterAll(() => {
  for (const terminal of open) terminal.close()
})

describe.skipIf(!HAS_TMUX).concurrent('on a terminal of any size', () => {
  it.each(STATES)('%s is said, and the program goes on', async (_, makes, keys, says) => {
    const terminal = new Tmux(100, 30, `${PROGRAM} ${makes()}`)
    open.push(terminal)
    await terminal.until('oscarscope │')
    if (keys.length > 0) await terminal.until(' ready ')
    terminal.keys(...keys)
    for (const [width, height] of SIZES) {
      terminal.resize(width, height)
      await terminal.until((text) => says.test(text) && text.split('\n')[0]!.length <= width)
    }
    for (const [width, height] of SMALL) {
      terminal.resize(width, height)
      await terminal.until(`${width}x${height}`)
    }
    terminal.resize(80, 24)
    await terminal.until(says)
    terminal.keys('6')
    await terminal.until('Capture')
  })
})

describe.skipIf(!HAS_TMUX).concurrent('what comes while somebody looks', () => {
  it('waits while the view is held, and is counted', async () => {
    const bytes = transferOf('hello.txt')
    const path = written('held.pcap', bytes.subarray(0, 24))
    const terminal = new Tmux(100, 30, `${PROGRAM} --follow ${path}`)
    open.push(terminal)
    await terminal.until('waiting')
    terminal.keys('p')
    await terminal.until('PAUSED')
    appendFileSync(path, bytes.subarray(24))
    await terminal.until(/\+\d+ events/)
    expect(terminal.text).not.toContain('hello.txt')
    terminal.keys('p')
    await terminal.until('hello.txt')
  })
})

/** What does harm on a terminal, what imitates markup, and what terminals measure in different ways. */
const HOSTILE = '\x1b]0;pwned\x07\x1b[31mred\u009b2J\u202egnp\u200b{bold}e\u0301\u{1f600}日本'
/** Sequences of our own: colours, cursor, screen, mouse. */
const OWN = /\x1b(?:\[[?>]?[\d;]*[A-Za-z]|\]52;c;[A-Za-z0-9+/=]*\x07|[=>78]|\([B0])/g

describe.skipIf(!HAS_TMUX).concurrent('hostile text', () => {
  it('reaches the terminal as characters only, in every pane, dialog and copy', async () => {
    const s = scenario()
    s.transfer({ name: HOSTILE, data: new Uint8Array(10) }).complete()
    s.im('alice', 'bob', HOSTILE)
    s.transfer({ name: HOSTILE + 'x'.repeat(60_000) }).propose()
    const record = join(directory, 'record')
    const terminal = new Tmux(150, 45, `${PROGRAM} ${written('hostile.pcap', s.close().wire.pcap())}`, record)
    open.push(terminal)
    await terminal.until('pwned')
    for (const view of ['1', 'Enter', '3', '4', '5', '6'])
      terminal.keys(view, 'j', 'x', 'Escape', 'Tab', 'j', 'l', 'Tab', 'j', 'y', 't', 'y', 'j', 'z', 'z', 'Tab')
    terminal.keys('3', '/', 'pwned', 'Enter', 'n', 'f', HOSTILE.replace(/[\0-\x1f\u009b]/g, ''), 'Escape', '6')
    await terminal.until('Outcomes of files')
    await terminal.quit('status 0')
    const sent = readFileSync(record, 'utf8').replace(OWN, '')
    expect(sent).toContain('{bold}')
    expect(sent).not.toMatch(/[\0-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202e]|\u0301/)
    expect(terminal.title).not.toContain('pwned')
  })
})
