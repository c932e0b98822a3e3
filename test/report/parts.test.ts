import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { humanBytes } from '../../src/report/amount.ts'
import { hexLines } from '../../src/report/hex-dump.ts'
import { LineBuffer } from '../../src/report/line-buffer.ts'
import { nearest } from '../../src/report/nearest.ts'
import { toAscii } from '../../src/report/signs.ts'
import { tableLines } from '../../src/report/table.ts'
import { treeLines } from '../../src/report/tree.ts'
import { displayWidth, fit, truncate } from '../../src/report/width.ts'

describe('line buffers', () => {
  it('write numbers and text as strings would', () => {
    const piece = fc.oneof(
      fc.maxSafeNat().map((value) => [String(value), (line: LineBuffer) => line.decimal(value)] as const),
      fc
        .nat(999_999_999)
        .map((value) => [String(value).padStart(9, '0'), (line: LineBuffer) => line.padded(value, 9)] as const),
      fc
        .nat(0xffffffff)
        .map(
          (value) => [`0x${value.toString(16).padStart(8, '0')}`, (line: LineBuffer) => line.hex(value, 8)] as const,
        ),
      fc
        .string({ unit: 'grapheme', maxLength: 50 })
        .map((value) => [value, (line: LineBuffer) => line.text(value)] as const),
      fc.stringMatching(/^[ -~]{0,50}$/).map((value) => [value, (line: LineBuffer) => line.ascii(value)] as const),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 100 }), fc.nat(3), (pieces, times) => {
        const parts: Buffer[] = []
        const line = new LineBuffer((bytes) => parts.push(Buffer.from(bytes)))
        const repeated = Array.from({ length: 1 + times * 20 }, () => pieces).flat()
        for (const [, write] of repeated) write(line)
        line.flush()
        expect(Buffer.concat(parts).toString()).toBe(repeated.map(([text]) => text).join(''))
      }),
      { numRuns: 200 },
    )
  })

  it('take text longer than themselves', () => {
    let text = ''
    const line = new LineBuffer((bytes) => (text += Buffer.from(bytes).toString()))
    line.text('é'.repeat(100_000))
    line.flush()
    expect(text).toBe('é'.repeat(100_000))
  })
})

describe('widths', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['😀', 2],
    ['✓✗▲●↷…·', 7],
  ])('of %s are %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  it('are exact after fitting, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, width) => {
        expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width)
        expect(displayWidth(fit(text, width))).toBe(width)
        expect(displayWidth(fit(text, width, 'right'))).toBe(width)
      }),
    )
  })

  it('put the cells of a table in columns', () => {
    const lines = tableLines(
      [
        { title: 'Name', max: 4 },
        { title: 'N', align: 'right' },
      ],
      [
        ['日本語', '1'],
        ['ab', '100'],
      ],
    )
    expect(lines).toEqual(['Name    N', '日…     1', 'ab    100'])
  })
})

describe('the nearest name', () => {
  const names = ['inspect', 'transfers', 'check', 'rv.sequence_num', 'OFT-07']
  it.each([
    ['inspct', 'inspect'],
    ['cehck', 'check'],
    ['rv.sequence_nun', 'rv.sequence_num'],
    ['oft-7', 'OFT-07'],
    ['xylophone', undefined],
    ['', undefined],
  ])('to %j is %s', (word, name) => {
    expect(nearest(word, names)).toBe(name)
  })
})

describe('small forms', () => {
  it('say amounts as people compare them', () => {
    expect([0, 999, 1000, 5300, 884_100, 999_950, 12_400_000].map(humanBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '5.3 kB',
      '884.1 kB',
      '1.0 MB',
      '12.4 MB',
    ])
  })

  it('dump bytes as xxd does, hidden ones as stars', () => {
    const bytes = Uint8Array.from({ length: 18 }, (_, at) => 0x41 + at)
    expect(hexLines(bytes, 0, 18, [{ at: 1, end: 3 }])).toEqual([
      '0000  41 ** ** 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50  A**DEFGHIJKLMNOP',
      '0010  51 52                                             QR',
    ])
  })

  it('have an ASCII form of every sign, and escapes for the rest', () => {
    expect(toAscii('a → b ✓✗▲●↷…· é 😀')).toBe('a -> b +X!*f~. \\u00e9 \\ud83d\\ude00')
  })

  it('list a tree of any depth without running out of stack', () => {
    let node = { name: 'leaf', at: 0, end: 0, value: 1 } as object
    for (let depth = 0; depth < 50_000; depth++) node = { name: 'n', at: 0, end: 0, children: [node] }
    expect(treeLines([node as never], { secrets: false, indent: 0 }).length).toBe(50_001)
  })
})
