import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText, printable } from '../../src/bytes/printable.ts'
import { ascii, hex, utf16be, utf8 } from '../support/bytes.ts'

/** Controls, formatting, separators, surrogates, private and unassigned, and what takes no room. */
const NEVER = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|\p{M}{9}/u

describe('printable text', () => {
  test.each([
    ['\x1b[31mred', '␛[31mred'],
    ['\x1b]52;c;aGk=\x07', '␛]52;c;aGk=␇'],
    ['\x1b]8;;http://x\x1b\\', '␛]8;;http://x␛\\'],
    ['a\0b\r\n\tc\x7f', 'a␀b␍␊␉c␡'],
    ['\u009b31m\u009d0;t', '\\u009b31m\\u009d0;t'],
    ['\u202etxt.exe', '\\u202etxt.exe'],
    ['\u2066a\u2069', '\\u2066a\\u2069'],
    ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['\ud800x', '\\ud800x'],
    ['\ue000\u{10ffff}\ufdd0', '\\ue000\\u{10ffff}\\ufdd0'],
    ['\u{e0041}\ufe0f\u3164', '\\u{e0041}\\ufe0f\\u3164'],
  ])('shows %j as %j', (text, shown) => {
    expect(printable(text)).toBe(shown)
  })

  test.each(['plain ASCII {red-bg} $(x) `y`', 'Grüße, Ελλάδα, 日本語', 'cafe\u0301', '😀 ✓ │', 'no\u00a0break'])(
    'leaves %j as it is',
    (text) => {
      expect(printable(text)).toBe(text)
    },
  )

  test('shows eight combining marks in a row and drops the rest', () => {
    expect(printable(`a${'\u0301'.repeat(500)}b`)).toBe(`a${'\u0301'.repeat(8)}b`)
    expect(printable(`a${'\u0301'.repeat(8)}b`)).toBe(`a${'\u0301'.repeat(8)}b`)
    expect(printable(`a${'\u0301\ufe0f'.repeat(9)}`)).not.toMatch(NEVER)
  })

  test('never holds anything that steers or hides, and is stable', () => {
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0x1b, 0x9b, 0x202e, 0x301, 0xfe0f, 0xdbff),
    )
    const text = fc.array(unit, { maxLength: 60 }).map((units) => String.fromCharCode(...units))
    fc.assert(
      fc.property(text, (any) => {
        const shown = printable(any)
        expect(shown).not.toMatch(NEVER)
        expect(printable(shown)).toBe(shown)
      }),
      { numRuns: 3000 },
    )
  })

  test('takes time in proportion to its length', () => {
    const begin = performance.now()
    for (const hostile of ['\u0301', '\x1b', '\u202e', 'a\u0301']) printable(hostile.repeat(200_000))
    expect(performance.now() - begin).toBeLessThan(2000)
  })
})

describe('text decoded from bytes', () => {
  test('is the same in all encodings when it is plain', () => {
    for (const encoding of ['ascii', 'latin1', 'utf-8'] as const) {
      expect(decodeText(ascii('Alice Lab'), encoding)).toEqual({ text: 'Alice Lab', valid: true })
    }
    expect(decodeText(utf16be('Alice Lab'), 'utf-16be')).toEqual({ text: 'Alice Lab', valid: true })
  })

  test('is UTF-8 unless said otherwise, and each bad byte becomes U+FFFD', () => {
    expect(decodeText(utf8('Zoë 😀'))).toEqual({ text: 'Zoë 😀', valid: true })
    expect(decodeText(hex('61fffe62'))).toEqual({ text: 'a\ufffd\ufffdb', valid: false })
    expect(decodeText(hex('c0af'))).toEqual({ text: '\ufffd\ufffd', valid: false })
    expect(decodeText(hex('eda080')).valid).toBe(false)
  })

  test('tells a U+FFFD that was sent from one that stands for bad bytes', () => {
    expect(decodeText(utf8('\ufffd'))).toEqual({ text: '\ufffd', valid: true })
  })

  test('does not swallow a byte-order mark', () => {
    expect(decodeText(hex('efbbbf61')).text).toBe('\\ufeffa')
    expect(decodeText(hex('feff0061'), 'utf-16be').text).toBe('\\ufeffa')
  })

  test('in latin1 reads 0x80 to 0x9f as windows-1252, of which five mean nothing', () => {
    const defined = hex('80828384858687 88898a8b8c8e 91929394959697 98999a9b9c9e9f')
    expect(decodeText(defined, 'latin1')).toEqual({ text: '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ', valid: true })
    const bad = Array.from({ length: 256 }, (_, byte) => byte).filter(
      (byte) => !decodeText(Uint8Array.of(byte), 'latin1').valid,
    )
    expect(bad).toEqual([0x81, 0x8d, 0x8f, 0x90, 0x9d])
  })

  test('in latin1 reads all other bytes as ISO 8859-1', () => {
    const rest = Array.from({ length: 95 }, (_, at) => 0xa1 + at).filter((byte) => byte !== 0xad)
    expect(decodeText(Uint8Array.from(rest), 'latin1').text).toBe(String.fromCharCode(...rest))
  })

  test('in ASCII has no bytes above 0x7f', () => {
    expect(decodeText(hex('61e9'), 'ascii')).toEqual({ text: 'a\ufffd', valid: false })
  })

  test('in UTF-16 keeps pairs, and marks lone surrogates and an odd last byte', () => {
    expect(decodeText(hex('d83dde00'), 'utf-16be')).toEqual({ text: '😀', valid: true })
    expect(decodeText(hex('0061d83d0062'), 'utf-16be')).toEqual({ text: 'a\ufffdb', valid: false })
    expect(decodeText(hex('006100'), 'utf-16be')).toEqual({ text: 'a\ufffd', valid: false })
  })

  test('is printable whatever the bytes and the encoding', () => {
    const encoding = fc.constantFrom('ascii', 'latin1', 'utf-8', 'utf-16be')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), encoding, (bytes, name) => {
        const { text } = decodeText(bytes, name)
        expect(text).toBe(printable(text))
        expect(text).not.toMatch(NEVER)
      }),
      { numRuns: 2000 },
    )
  })
})
