import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printable } from '../../src/bytes/printable.ts'
import { cells, cut, fit, size, widthOf, wrap } from '../../src/tui/text.ts'

describe('text for cells', () => {
  it('holds nothing that a terminal acts on, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = [...cells(text)].map(([character]) => character).join('')
        expect(shown).toBe(printable(shown))
        expect(shown).not.toMatch(/[\p{C}\p{M}\u{10000}-\u{10ffff}]/u)
      }),
    )
  })

  it('fits into exactly the columns it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 60 }), (text, width) => {
        expect(widthOf(fit(text, width))).toBe(width)
      }),
    )
  })

  it('shows where it was cut', () => {
    expect(cut('a long name', 6)).toBe('a lon…')
    expect(cut('日本語', 4)).toBe('日…')
    expect(cut('fits', 4)).toBe('fits')
  })

  it('escapes what terminals disagree about', () => {
    expect(fit('e\u0301 \u{1f600}', 20)).toBe('e\\u0301 \\u{1f600}   ')
  })

  it('wraps long words too', () => {
    expect(wrap('aaa bbbbbbbb c', 4)).toEqual(['aaa', 'bbbb', 'bbbb', 'c'])
  })

  it('gives sizes with a unit people compare', () => {
    expect([0, 999, 1000, 5120, 999_999, 4_000_000_000].map(size)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '5.1 kB',
      '1.0 MB',
      '4.0 GB',
    ])
  })
})
