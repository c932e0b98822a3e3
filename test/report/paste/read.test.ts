import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hex } from '../../../src/bytes/hex.ts'
import { LIMITS } from '../../../src/limits.ts'
import { hexLines } from '../../../src/report/hex-dump.ts'
import { isPasteProblem, type PasteProblem } from '../../../src/report/paste/problem.ts'
import { readPaste } from '../../../src/report/paste/read.ts'

function pieces(text: string, base64 = false): string[] {
  const result = readPaste(text, base64)
  if (isPasteProblem(result)) throw new Error(`${result.line}:${result.column} ${result.message}`)
  return result.map((piece) => hex(piece))
}

function problem(text: string, base64 = false): PasteProblem {
  const result = readPaste(text, base64)
  if (!isPasteProblem(result)) throw new Error(`${text} is bytes`)
  return result
}

const pairs = (bytes: Uint8Array): string[] => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))

function rows(bytes: Uint8Array, row: (part: Uint8Array, at: number) => string, width = 16): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += width) lines.push(row(bytes.subarray(at, at + width), at))
  return lines.join('\n')
}

const characters = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
const offset = (at: number, digits: number): string => at.toString(16).padStart(digits, '0')
const words = (bytes: Uint8Array): string =>
  pairs(bytes)
    .join('')
    .replace(/(.{4})(?=.)/g, '$1 ')
const halves = (bytes: Uint8Array): string =>
  `${pairs(bytes.subarray(0, 8)).join(' ')}  ${pairs(bytes.subarray(8)).join(' ')}`

/** How other programs write bytes. */
const WRITERS: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  'hex without spaces': (bytes) => hex(bytes),
  'hex with spaces and new lines': (bytes) => rows(bytes, (part) => pairs(part).join(' ')),
  'hex with colons': (bytes) => pairs(bytes).join(':'),
  'hex with commas and 0x': (bytes) =>
    pairs(bytes)
      .map((pair) => `0x${pair}`)
      .join(', '),
  xxd: (bytes) => rows(bytes, (part, at) => `${offset(at, 8)}: ${words(part).padEnd(39)}  ${characters(part)}`),
  'xxd -c 8': (bytes) =>
    rows(bytes, (part, at) => `${offset(at, 8)}: ${words(part).padEnd(19)}  ${characters(part)}`, 8),
  'tcpdump -x': (bytes) =>
    `12:00:01.000000 IP 10.0.0.1.1025 > 10.0.0.2.5190: Flags [P.]\n${rows(bytes, (part, at) => `\t0x${offset(at, 4)}:  ${words(part)}`)}`,
  'tcpdump -X': (bytes) =>
    rows(bytes, (part, at) => `\t0x${offset(at, 4)}:  ${words(part).padEnd(39)}  ${characters(part)}`),
  'hexdump -C': (bytes) =>
    `${rows(bytes, (part, at) => `${offset(at, 8)}  ${halves(part).padEnd(49)} |${characters(part)}|`)}\n${offset(bytes.length, 8)}`,
  Wireshark: (bytes) =>
    rows(bytes, (part, at) => `${offset(at, 4)}   ${pairs(part).join(' ').padEnd(47)}   ${characters(part)}`),
  'this program': (bytes) => hexLines(bytes, 0, bytes.length).join('\n'),
  C: (bytes) =>
    `static const unsigned char frame[${bytes.length}] = { /* a { frame } */\n  ${pairs(bytes)
      .map((pair) => `0x${pair},`)
      .join(' ')} // the end\n};`,
  'Go hex': (bytes) =>
    `[]byte{${pairs(bytes)
      .map((pair) => `0x${pair}`)
      .join(', ')}}`,
  'Go decimal': (bytes) => `[${Array.from(bytes).join(' ')}]`,
  JSON: (bytes) => JSON.stringify(Array.from(bytes)),
  Python: (bytes) =>
    `b'${pairs(bytes)
      .map((pair, at) =>
        bytes[at]! >= 0x30 && bytes[at]! < 0x7f && bytes[at] !== 0x5c ? String.fromCharCode(bytes[at]!) : `\\x${pair}`,
      )
      .join('')}'`,
  'C string': (bytes) =>
    `"${pairs(bytes)
      .map((pair) => `\\x${pair}`)
      .join('')}";`,
}

describe('pasted bytes', () => {
  it.each(Object.entries(WRITERS))('are read as they were written: %s', (_name, write) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 70 }), (bytes) => {
        expect(pieces(write(bytes))).toEqual([hex(bytes)])
      }),
      { numRuns: 300 },
    )
  })

  it('are read whatever the text column of a dump looks like', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 17, maxLength: 70 }), (any) => {
        // Text that is hex, with spaces in it.
        const bytes = any.map((byte) => '0123456789abcdef  '.charCodeAt(byte % 18))
        for (const name of ['xxd', 'tcpdump -X', 'hexdump -C', 'Wireshark', 'this program']) {
          expect(pieces(WRITERS[name]!(bytes)), name).toEqual([hex(bytes)])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('of several packets are several', () => {
    const first = Uint8Array.of(1, 2, 3)
    const second = Uint8Array.from({ length: 20 }, (_, at) => at)
    expect(pieces(`${WRITERS['tcpdump -x']!(first)}\n${WRITERS['tcpdump -x']!(second)}`)).toEqual([
      hex(first),
      hex(second),
    ])
  })

  it('of hexdump are complete where it writes a star', () => {
    const zeros = `00000000  ${'00 '.repeat(8)} ${'00 '.repeat(8)} |................|`
    expect(pieces(`${zeros}\n*\n00000040  2a 01  |*.|\n00000042\n`)).toEqual([`${'00'.repeat(64)}2a01`])
  })

  it('are base64 when that is said', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
    const text = Buffer.from(bytes).toString('base64')
    expect(pieces(text, true)).toEqual([hex(bytes)])
    expect(pieces(text.replace(/.{60}/g, '$&\n'), true)).toEqual([hex(bytes)])
    expect(pieces(Buffer.from(bytes).toString('base64url'), true)).toEqual([hex(bytes)])
  })
})

describe('text that is no bytes', () => {
  it.each([
    ['2a 02\n00 0g', 2, 5, "'g' is no hex digit"],
    ['2a 0', 1, 4, 'odd number'],
    ['{0x2a, 256}', 1, 8, "'256' is no byte"],
    ['[42 4\n  x1]', 2, 3, "'x1' is no byte"],
    ['{0x2a', 1, 1, 'does not end'],
    ["b'\\x4'", 1, 3, 'no such escape'],
    ["b'abc", 1, 1, 'does not end'],
    ['00000000: 2a02 0001\n00000008: 0000', 1, 11, '4 bytes, and the next line begins 8 further'],
    ['00000000: 2a02 00zz', 1, 16, "'00zz' is no byte"],
    ['00000000: 2a02\n*\nffffffff: 00', 3, 11, 'should be at offset 2'],
    ['', 1, 1, 'there are no bytes'],
    ['{}', 1, 1, 'there are no bytes'],
  ])('%j: line %i, column %i', (text, line, column, message) => {
    expect(problem(text)).toMatchObject({ line, column, message: expect.stringContaining(message) as string })
  })

  it('says where base64 is none', () => {
    expect(problem('AAAA\nAA*A', true)).toMatchObject({ line: 2, column: 3 })
  })

  it('is refused when it is too long', () => {
    expect(problem('0'.repeat(LIMITS.pasteLength.value + 1)).message).toContain('more than')
  })

  it('never throws, and the place is in the text', () => {
    const piece = fc.constantFrom(
      '00000000: ',
      '0000  ',
      '0010  ',
      '2a',
      '02 ',
      '*',
      '\n',
      '{',
      '}',
      '[',
      ']',
      "b'",
      '"',
      '\\x2',
      '0x',
      ',',
      '|',
      '//',
      '  ',
      'g',
      '\u202e',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (any) => {
        for (const base64 of [false, true]) {
          const result = readPaste(any, base64)
          if (!isPasteProblem(result)) continue
          const line = any.split('\n')[result.line - 1]
          expect(line).toBe(result.text)
          expect(result.column - 1).toBeLessThanOrEqual(line!.length)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
