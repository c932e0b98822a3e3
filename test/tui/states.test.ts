import { describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { THEMES } from '../../src/tui/theme.ts'
import { STYLES } from '../../src/tui/style.ts'
import { scenario } from '../support/index.ts'
import { openFiles, openScreens } from './screens.ts'

const FAULTS = join(import.meta.dirname, '../../captures/transfer-with-faults.pcap')
const VIEW_KEYS = ['1', '2', '3', '4', '5', '6']

/** What would do harm on a terminal, and what imitates our own markup. */
const HOSTILE = [
  '\x1b[31mred\x1b]0;title\x07',
  '\u009b2J\u009d',
  '\u202egnp.exe',
  '{red-bg}bold{/}',
  'a\nb\tc\rd\b',
  'e\u0301\u0301\u0301',
  '\u{1f600}\u200d\u{1f468}',
  '日本語のファイル名',
  'x'.repeat(5000),
]

describe('hostile text', () => {
  it('reaches no pane of any view with anything but cells of plain characters', async () => {
    const s = scenario()
    for (const name of HOSTILE) s.transfer({ name, data: new Uint8Array(10) }).complete()
    for (const name of HOSTILE) s.im('alice', 'bob', name)
    const screens = await openScreens([s.close().wire.pcap()], { width: 130, height: 40 })
    for (const key of [...VIEW_KEYS, 'x', 'escape', '3', 'G', '1', 'j', 'j', 'enter']) {
      screens.press(key)
      screens.app.paint()
      for (const character of screens.surface!.characters)
        expect(character).toMatch(/^(?:|[^\p{C}\p{M}\u{10000}-\u{10ffff}])$/u)
      expect(screens.surface!.characters.length).toBe(130 * 40)
    }
  })

  it('keeps rows of wide characters as wide as the screen', async () => {
    const s = scenario()
    s.transfer({ name: '日本語のファイル名日本語のファイル名', data: new Uint8Array(10) }).complete()
    const screens = await openScreens([s.close().wire.pcap()])
    expect(screens.lines[5]).toMatch(/日本語.* 10 B ✓✓✓----✓✓✓✓✓✓ complete/)
  })
})

describe('sizes', () => {
  it.each([
    [160, 50],
    [80, 24],
    [60, 16],
    [40, 10],
  ])('%i x %i shows every view', async (width, height) => {
    const screens = await openFiles([FAULTS], { width, height })
    for (const key of VIEW_KEYS) {
      expect(screens.press(key).lines.length).toBe(height)
      expect(Math.max(...screens.lines.map((line) => line.length))).toBeLessThanOrEqual(width)
    }
    expect(screens.press('1').text).toContain('three-a')
  })

  it.each([
    [30, 8],
    [20, 5],
    [1, 1],
  ])('%i x %i says that it is too small, and goes on when it is larger', async (width, height) => {
    const screens = await openFiles([FAULTS], { width, height })
    expect(screens.lines[0]).toBe('Terminal too small:'.slice(0, width).trimEnd())
    screens.width = 80
    screens.height = 24
    expect(screens.text).toContain('three-a.txt')
  })

  it('may change while a text lies over the screen', async () => {
    const screens = await openFiles([FAULTS], { width: 160, height: 50 })
    screens.press('?', 'G')
    screens.width = 50
    screens.height = 12
    expect(screens.text).toContain('of 109')
    screens.width = 20
    screens.height = 5
    expect(screens.text).toContain('too small')
    screens.width = 80
    screens.height = 24
    expect(screens.press('escape').text).toContain('three-a.txt')
  })
})

describe('states', () => {
  it('without OSCAR it says what was looked at', async () => {
    const screens = await openScreens([scenario({ legs: [], peers: false }).close().wire.pcap()])
    expect(screens.text).toContain('No OSCAR traffic in 0 packets.')
  })

  it('while reading it says how far it is', async () => {
    const screens = await openFiles([FAULTS], { unread: true })
    expect(screens.text).toMatch(/loading 0% .*C-c stops/)
    expect(screens.text).toContain('No file transfer so far.')
  })

  it('waits for packets of an interface', async () => {
    const screens = await openFiles([FAULTS], { unread: true, live: 'eth0' })
    expect(screens.text).toContain('Waiting for packets on eth0.')
  })

  it('keeps what it read of a damaged file', async () => {
    const s = scenario()
    s.transfer({ name: 'hello.txt', data: new Uint8Array(10) }).complete()
    const bytes = s.close().wire.pcap()
    const screens = await openScreens([bytes.subarray(0, bytes.length - 5)])
    expect(screens.text).toContain('hello.txt')
    expect(screens.text).toContain('DAMAGED file')
    expect(screens.press(':').type('problems').press('enter').text).toContain('the capture is cut off')
  })

  it('shows why nothing can be captured, and the commands that mend it', async () => {
    const trouble = ['Capturing on eth0 is not permitted.', '', 'sudo setcap cap_net_raw+ep /usr/bin/dumpcap']
    const screens = await openFiles([FAULTS], { unread: true, trouble })
    expect(screens.text).toContain('not permitted')
    expect(screens.text).toContain('setcap')
  })

  it('stops reading when asked', async () => {
    const screens = await openFiles([FAULTS], { unread: true })
    screens.press('C-c')
    await screens.state.loader.run()
    expect(screens.text).toContain('reading was stopped')
  })

  it('does not judge what it has read when nobody looks any more', async () => {
    const screens = await openFiles([FAULTS], { unread: true })
    const { loader, store } = screens.state
    let judged = 0
    loader.analyzer.end = () => void judged++
    loader.abandon()
    await loader.run()
    expect(store.progress).toBe('cancelled')
    expect(judged).toBe(0)
  })

  it('draws in ASCII only when asked', async () => {
    const screens = await openFiles([FAULTS], { ascii: true, width: 130, height: 40 })
    for (const key of [...VIEW_KEYS, '1', 'enter']) expect(screens.press(key).text).toMatch(/^[\n -~]*$/)
    expect(screens.text).toMatch(/\|=+ OFT 0101 PROMPT .*=+>\|/)
  })

  it('looks the same in every theme but for colour, and each theme has every style', async () => {
    const texts = await Promise.all(
      (Object.keys(THEMES) as (keyof typeof THEMES)[]).map(
        async (theme) => (await openFiles([FAULTS], { theme })).text,
      ),
    )
    expect(new Set(texts).size).toBe(1)
    for (const theme of Object.values(THEMES)) expect(Object.keys(theme).sort()).toEqual([...STYLES].sort())
  })
})
