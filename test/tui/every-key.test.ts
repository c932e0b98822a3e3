import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEYS } from '../../src/tui/keys.ts'
import { THEMES } from '../../src/tui/theme.ts'
import { openFiles, type Screens } from './screens.ts'

const CAPTURES = join(import.meta.dirname, '../../captures')
const FAULTS = join(CAPTURES, 'transfer-with-faults.pcap')
const SIZES = [
  [160, 50],
  [80, 24],
  [60, 16],
  [40, 10],
  [30, 8],
  [20, 5],
  [3, 2],
  [1, 1],
] as const

/** Keys that neither end the program nor write files. */
const HARMLESS = [
  ...new Set(
    KEYS.filter(({ command }) => !['quit', 'suspend', 'cancel'].includes(command)).flatMap(({ keys }) => keys),
  ),
  ...'abz0 ;"(é日'.split(''),
  'backspace',
  'delete',
]

function expectWhole(screens: Screens): void {
  const { lines, width, height } = screens
  expect(lines.length).toBe(height)
  expect(screens.surface!.characters.length).toBe(width * height)
}

describe('every key', () => {
  it.each(SIZES)('in every view and pane at %i x %i leaves a whole screen', async (width, height) => {
    const screens = await openFiles([FAULTS], { width, height })
    for (const view of ['1', '2', '3', '4', '5', '6']) {
      for (const pane of [0, 1, 2]) {
        for (const key of HARMLESS) {
          screens.press('escape', 'escape', 'escape', view, ...Array<string>(pane).fill('tab'), key)
          if (width <= 60) screens.app.surface()
        }
        expectWhole(screens)
      }
    }
  })

  it('in any order, with the terminal resized in between, neither throws nor leaves a row or cursor that is not there', async () => {
    const files = ['faults/ack-dropped.pcap', 'real/proxy-after-two-failures.pcap', 'real/wrong-password.pcap']
    const all = await Promise.all(files.map((name) => openFiles([join(CAPTURES, name)])))
    const step = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...HARMLESS) },
      { weight: 1, arbitrary: fc.constantFrom(...SIZES) },
    )
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.array(step, { maxLength: 40 }), (screens, steps) => {
        for (const one of steps) {
          if (typeof one === 'string') screens.press(one)
          else [screens.width, screens.height] = one
        }
        expectWhole(screens)
        const { state } = screens
        expect(state.position.cursor).toBeGreaterThanOrEqual(0)
        expect(state.tree.cursor).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 60 },
    )
  })

  it('200 times in one burst is honoured 200 times', async () => {
    const screens = await openFiles([FAULTS])
    screens.press('3', 'g', ...Array<string>(180).fill('j'), ...Array<string>(20).fill('k'))
    expect(screens.state.position.cursor).toBe(160)
  })
})

describe('signs', () => {
  it('say without colour which row the cursor is on, which rows are selected, and which step is wrong', async () => {
    for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
      const screens = await openFiles([FAULTS], { theme })
      expect(screens.press('j').lines[6]).toMatch(/^▸ +2 .*✗✓✓----✓✓✓✓▲✓ complete ✗1/)
      expect(screens.press('3', 'g', 'space').lines[5]).toMatch(/^ ●/)
    }
  })
})
