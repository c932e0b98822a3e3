import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scenario } from '../support/index.ts'
import { oscarscope } from '../cli/program.ts'
import { openFiles, openScreens } from './screens.ts'

const FAULTS = join(import.meta.dirname, '../../captures/transfer-with-faults.pcap')

function twoTransfers(): Uint8Array {
  const s = scenario()
  s.transfer({ name: 'hello.txt', data: new Uint8Array(5000).fill(7) }).complete()
  s.transfer({ name: 'noack.bin', data: new Uint8Array(5120).fill(9) })
    .propose()
    .connect()
    .accept()
    .prompt()
    .data()
    .done()
    .close()
  return s.close().wire.pcap()
}

describe('the home screen', () => {
  it('lists transfers with people, file, steps and state', async () => {
    const screens = await openScreens([twoTransfers()])
    expect(screens.lines[5]).toMatch(/1 .*alice → bob +hello\.txt +5\.0 kB ✓✓✓----✓✓✓✓✓✓ complete/)
    expect(screens.lines[6]).toMatch(/noack\.bin +5\.1 kB ✓✓✓----✓✓✗✓✓✓ complete ✗1/)
  })

  it('opens the ladder and comes back to the same row', async () => {
    const screens = await openScreens([twoTransfers()])
    screens.press('j', 'enter')
    expect(screens.text).toContain('Ladder · transfer 2 · noack.bin 5,120 B · alice → bob')
    screens.press('escape')
    expect(screens.state.view).toBe('transfers')
    expect(screens.state.position.cursor).toBe(1)
  })
})

describe('the ladder', () => {
  it('draws each kind of message in its own way, between the right people', async () => {
    const screens = await openScreens([twoTransfers()], { height: 40 })
    const text = screens.press('enter').text
    expect(text).toMatch(/│─+ PROPOSE ─+►│ +│ +#/)
    expect(text).toMatch(/│═+ OFT 0101 PROMPT hello\.txt ═+►│/)
    expect(text).toMatch(/│◄═+ OFT 0202 ACK ═+│/)
    expect(text).toMatch(/│▒+ DATA 5,000 B · 4 segments ▒+►│ +#\d+-\d+/)
    expect(text).toMatch(/│◄?·+ FIN ·+►?│/)
  })

  it('draws what is missing where it should have been, and shows the bytes it should have had', async () => {
    const screens = await openScreens([twoTransfers()], { height: 40 })
    screens.press('j', 'enter', 'e')
    const ghost = screens.lines.findIndex((line) => line.includes('expected OFT 0202 ACK'))
    expect(screens.lines[ghost]).toMatch(/10✗ .*│◄╌+ expected OFT 0202 ACK ╌+│ +ghost/)
    expect(screens.lines[ghost + 1]).toContain('✗ OFT-07 ack-missing')
    screens.press('b', 'tab', 'tab')
    expect(screens.text).toMatch(/4f 46 54 32 01 00 02 02/)
    expect(screens.text).toContain('31 32 33 34 35 36')
    screens.press('y', 'c')
    expect(screens.copied).toMatch(
      /^static const unsigned char expected\[256\] = \{\n {2}0x4f, 0x46, 0x54, 0x32, 0x01, 0x00, 0x02, 0x02,/,
    )
    screens.press('y', 'g')
    expect(screens.copied).toMatch(/^var expected = \[\]byte\{\n {2}0x4f, 0x46,/)
  })

  it('shows lanes of people, hosts or addresses', async () => {
    const screens = await openScreens([twoTransfers()])
    expect(screens.press('enter').lines[4]).toMatch(/alice +server +bob/)
    expect(screens.press('L').lines[4]).toMatch(/10\.0\.0\.1 .*10\.0\.0\.2/)
    expect(screens.press('L').text).toContain('10.0.0.100:5190'.slice(0, 8))
  })

  it('takes file data apart into segments and puts it together again', async () => {
    const screens = await openScreens([twoTransfers()], { height: 40 })
    screens.press('enter')
    screens.app.cursor.goTo(screens.state.ladder.rows.findIndex((row) => row.kind === 'arrow' && row.stroke === 'data'))
    const before = screens.state.ladder.rows.length
    screens.press('+')
    await screens.until('up to byte')
    expect(screens.state.ladder.rows.length).toBe(before + 4)
    screens.press('-')
    expect(screens.state.ladder.rows.length).toBe(before)
  })

  it('combines several selected conversations', async () => {
    const screens = await openScreens([twoTransfers()], { height: 40 })
    for (const index of [0, 1]) screens.app.cursor.goTo(index)
    screens.press('1', 'g', 'space', 'space')
    expect(screens.lines.slice(5, 7).map((line) => line.slice(0, 6).trim())).toEqual(['●1', '▸  ●2'])
    screens.press('2')
    expect(screens.text).toContain('Ladder · 2 conversations')
  })
})

describe('the panes', () => {
  it('share one selection: a finding moves the timeline, the tree and the bytes', async () => {
    const screens = await openFiles([FAULTS], { width: 160, height: 50 })
    screens.press('4', 'j')
    const { event } = screens.state.selection
    screens.press('3')
    expect(screens.state.position.cursor).toBe(event)
    expect(screens.state.selection.event).toBe(event)
  })

  it('link fields and bytes both ways', async () => {
    const screens = await openFiles([FAULTS], { width: 160, height: 50 })
    screens.press('3', 'tab', 'j', 'j', 'j')
    const { hex, tree } = screens.state
    expect(hex.cursor).toBeGreaterThan(0)
    const row = tree.cursor
    screens.press('tab', 'l', 'l', 'h', 'h')
    expect(hex.cursor).toBeGreaterThan(0)
    expect(tree.cursor).toBe(row)
  })

  it('fold and unfold', async () => {
    const screens = await openFiles([FAULTS], { width: 80, height: 40 })
    screens.press('3', 'tab', 'j')
    expect(screens.text).toContain('▾ flap')
    expect(screens.press('h').text).toContain('▸ flap')
    expect(screens.press('l').text).toContain('▾ flap')
  })
})

describe('the filter', () => {
  it('shows only what matches, tells how many, and is cleared by F', async () => {
    const screens = await openFiles([FAULTS])
    screens.press('3', 'f').type('event.name contains MOTD').press('enter')
    await screens.until('Y: 2 of 190')
    expect(screens.lines.filter((line) => line.includes('OSERVICE__MOTD')).length).toBeGreaterThanOrEqual(2)
    expect(screens.press('F').text).not.toContain('Y: 2')
  })

  it('that hides everything says so', async () => {
    const screens = await openFiles([FAULTS])
    screens.press('f').type('oft.type == 0x9999').press('enter')
    await screens.until('The filter hides all 190 events.')
  })

  it('is judged while it is typed, with a caret under what is wrong', async () => {
    const language = {
      compile: (text: string) =>
        text.includes('?') ? { message: 'what is ?', at: text.indexOf('?'), length: 1 } : { text, matches: () => true },
      complete: () => ['icbm.cookie'],
    }
    const screens = await openFiles([FAULTS], { language })
    screens.press('f').type('ab?')
    expect(screens.lines.at(-2)).toBe(' Y> ab?')
    expect(screens.lines.at(-1)).toBe('       ^ what is ?'.slice(1))
    expect(screens.press('enter').state.prompt).toBeDefined()
    screens.press('C-u').type('ic').press('tab')
    expect(screens.state.prompt?.text).toBe('icbm.cookie ')
  })
})

describe('searching', () => {
  it('finds text in summaries and fields, and bytes', async () => {
    const screens = await openFiles([FAULTS])
    screens.press('3', 'g', '/').type('motd').press('enter')
    await screens.until(() => screens.state.position.cursor > 0)
    const first = screens.state.position.cursor
    screens.press('n')
    await screens.until(() => screens.state.position.cursor > first)
    screens.press('/').type('4f 46 54 32').press('enter')
    await screens.until(() => screens.state.rows.get(screens.state.position.cursor).kind.protocol === 'oft2')
  })
})

describe('other commands', () => {
  it('set marks and go to them', async () => {
    const screens = await openFiles([FAULTS])
    screens.press('3', 'g', 'j', 'j', 'm', 'a', 'G', "'", 'a')
    expect(screens.state.position.cursor).toBe(2)
    expect(screens.press("'", 'b').text).toContain('no mark b')
  })

  it('copy JSON, hex and a Wireshark filter', async () => {
    const screens = await openFiles([FAULTS])
    screens.press('3', 'g', 'y', 'w')
    expect(screens.copied).toMatch(/^frame\.number == \d+$/)
    screens.press('y', 'h')
    expect(screens.copied).toMatch(/^2a01/)
    screens.press('y', 'j')
    expect(JSON.parse(screens.copied!)).toHaveProperty('flap.channel', 1)
  })

  it('compare two messages field by field', async () => {
    const screens = await openFiles([FAULTS])
    expect(screens.press('3', 'space', 'space', '=').text).toMatch(/\d+ fields, \d+ differ/)
  })

  it('explain a finding by its rule', async () => {
    const screens = await openFiles([FAULTS])
    const text = screens.press('4', 'x').text
    expect(text).toContain('Why')
  })

  it('save the packets of a conversation', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'save-')), 'out.pcapng')
    const screens = await openScreens([twoTransfers()])
    screens.press('s').type(path).press('enter')
    await screens.until('saved ')
    expect(existsSync(path)).toBe(true)
    const again = await openFiles([path])
    expect(again.lines[5]).toContain('hello.txt')
    expect(again.text).not.toContain('noack.bin')
    expect(readFileSync(path).readUInt32LE(0)).toBe(0x0a0d0d0a)
  })

  it('save all segments of file data that is selected', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'save-')), 'data.pcapng')
    const screens = await openScreens([twoTransfers()])
    screens.press('enter')
    screens.app.cursor.goTo(screens.state.ladder.rows.findIndex((row) => row.kind === 'arrow' && row.stroke === 'data'))
    screens.press('space', ':').type(`save ${path}`).press('enter')
    await screens.until(/saved (?:[4-9]|1\d) packets/)
  })

  it('explain any code or name', async () => {
    const screens = await openFiles([FAULTS])
    expect(screens.press(':').type('explain 0x0202').press('enter').text).toMatch(/OFT2 header type/)
    expect(screens.press('escape', ':').type('explain ack-mising').press('enter').text).toContain('Did you mean')
  })

  it('scroll a list sideways to what was cut off', async () => {
    const screens = await openFiles([FAULTS])
    const line = () => screens.lines[5]!
    screens.press('4', 'g')
    expect(line()).toMatch(/^▸.*…$/)
    const before = line()
    screens.press('l', 'l', 'l')
    expect(line()).not.toBe(before)
    expect(screens.press('h', 'h', 'h', 'h').lines[5]).toBe(before)
  })

  it('open a connection as the timeline of its events', async () => {
    const screens = await openFiles([FAULTS])
    screens.press('5', 'g', 'j', 'enter')
    await screens.until('Y> flow == 2')
    await screens.until(() => screens.state.filtered?.scanned === 190)
    expect(screens.state.view).toBe('timeline')
    expect(screens.lines.slice(5, 9).every((line) => / 2 [→←] /.test(line))).toBe(true)
  })

  it.each(['snac.answers', 'snac.response_time > 0.001', 'rate.state == "clear"'])(
    'filter by %s what inspect filters by it',
    async (filter) => {
      const screens = await openFiles([FAULTS])
      screens.press('3', ':').type(`filter ${filter}`).press('enter')
      await screens.until(() => screens.state.filtered?.scanned === 190)
      const shown = oscarscope(['inspect', FAULTS, '-T', 'fields', '-e', 'event.n', '-Y', filter])
        .out.trimEnd()
        .split('\n')
      const { matches } = screens.state.filtered!
      expect(Array.from({ length: matches.length }, (_, at) => String(matches.at(at) + 1))).toEqual(shown)
    },
  )

  it('complete command words and remember them', async () => {
    const screens = await openFiles([FAULTS])
    screens.press(':').type('the').press('tab').type('li').press('tab')
    expect(screens.state.prompt?.text).toBe('theme light ')
    screens.press('enter')
    expect(screens.state.theme).toBe('light')
    expect(screens.press(':', 'up').state.prompt?.text).toBe('theme light')
    expect(screens.press('escape').press(':').type('nonsense').press('enter').text).toContain('no command nonsense')
  })

  it('hold the view while reading goes on', async () => {
    const screens = await openFiles([FAULTS], { unread: true })
    screens.press('3', 'p')
    await screens.state.loader.run()
    expect(screens.text).toMatch(/PAUSED \+190 events, \+4 ✗ since/)
    expect(screens.press('p').text).toContain('1/190')
  })

  it('quit with q at the top level only', async () => {
    const screens = await openFiles([FAULTS])
    expect(screens.press('3', 'tab', 'q', 'q').status).toBeUndefined()
    expect(screens.press('q').status).toBe(0)
  })
})
