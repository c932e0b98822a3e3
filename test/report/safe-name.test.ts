import fc from 'fast-check'
import { resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../src/bytes/printable.ts'
import { safeName } from '../../src/report/safe-name.ts'

const bytesOf = (name: string): number => Buffer.byteLength(name)

/** What hostile names are made of, beside noise. */
const PIECES = [
  '/',
  '\\',
  '..',
  '.',
  '\u0001',
  '\0',
  ':',
  '-',
  ' ',
  'CON',
  'nul',
  'aux',
  'com1',
  '.lnk',
  '.desktop',
  '.txt',
  '\u202e',
  'é',
  'e\u0301',
  '字',
  '😀',
  'a',
]

const hostile = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => decodeText(bytes, 'utf-8').text),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

describe('names of extracted files', () => {
  it('stay inside the directory, short, visible and harmless, whatever 100,000 names from the wire are', () => {
    const directory = resolve('/tmp/out')
    fc.assert(
      fc.property(hostile, (name) => {
        const safe = safeName(name)
        // One condition: an assertion for each would take longer than the names.
        return (
          safe !== '' &&
          resolve(directory, safe) === `${directory}${sep}${safe}` &&
          bytesOf(safe) <= 120 &&
          /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]*$/u.test(safe) &&
          !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(safe) &&
          !/\.(lnk|desktop|url)$|[. ]$/i.test(safe)
        )
      }),
      { numRuns: 100_000 },
    )
  })

  it('are unique with the number of the transfer in front, whatever case and normal form a file system ignores', () => {
    const names = ['a.txt', 'A.TXT', '\u00e9', 'e\u0301', 'a.txt'].map((name, at) =>
      `${at + 1}-1-${safeName(name)}`.normalize('NFD').toLowerCase(),
    )
    expect(new Set(names).size).toBe(names.length)
  })

  it.each([
    ['hello.txt', 'hello.txt'],
    ['pictures/holiday.jpg', 'holiday.jpg'],
    ['a\u0001b\u0001c.txt', 'c.txt'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\windows\\system32\\cmd.exe', 'cmd.exe'],
    ['\\\\host\\share', 'share'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
    ['.bashrc', 'bashrc'],
    ['-rf', 'rf'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['COM1 ', '_COM1'],
    ['a:b', 'a_b'],
    ['trailing. . ', 'trailing'],
    ['evil.lnk', 'evil.lnk.txt'],
    ['e\u0301', '\u00e9'],
    ['$(rm -rf ~); `x`', '_rm_-rf_x'],
    ['日本語.txt', '日本語.txt'],
  ])('of %j are %j', (name, safe) => {
    expect(safeName(name)).toBe(safe)
  })

  it('keep their extension when they are cut', () => {
    const safe = safeName(`${'字'.repeat(300)}.jpeg`)
    expect(safe).toMatch(/^字+\.jpeg$/)
    expect(bytesOf(safe)).toBeGreaterThan(110)
  })
})
