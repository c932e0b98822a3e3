import { describe, expect, test } from 'vitest'
import { ascii, concat, hex, padded, u16, u8, zeros } from '../support/bytes.ts'
import { readCapture } from './files.ts'

const EDITCAP = 'editcap -F pcapng IN OUT'

describe('what is no capture', () => {
  test.each([
    ['gzip data', hex('1f8b0800')],
    ['zstd data', hex('28b52ffd')],
    ['xz data', hex('fd377a585a00')],
    ['a zip archive', hex('504b0304')],
    ['an ELF program', hex('7f454c46')],
    ['a PNG image', hex('89504e470d0a1a0a')],
    ['a PDF document', ascii('%PDF-1.4\n')],
    ['text', ascii('Dear Sir or Madam, will you read my book')],
    ['text', ascii('{"type":"capture","schema":1}')],
    ['unknown magic 0x00010203', hex('00010203')],
  ])('is named: %s', (name, magic) => {
    const { reader } = readCapture(padded(magic, name === 'text' ? 0 : 64), [5])
    expect(reader.fatal).toMatchObject({ code: 'not-a-capture', offset: 0 })
    expect(reader.fatal!.found).toContain(name)
  })

  test.each([
    ['snoop', ascii('snoop\0\0\0\0\0\0\x02')],
    ['Network Monitor 2', ascii('GMBU')],
    ['Network Monitor 1', ascii('RTSS')],
    ['ERF', concat(zeros(4), hex('00000050'), u8(2, 4), u16(80, 0, 64), zeros(64))],
  ])('is refused with the command that converts it: %s', (name, magic) => {
    const { reader } = readCapture(padded(magic, 64))
    expect(reader.fatal!.message).toContain(name)
    expect(reader.fatal!.message).toContain(EDITCAP)
  })

  test('is refused before any more is read', () => {
    const { reader } = readCapture(padded(ascii('\x7fELF'), 24))
    expect(reader.done).toBe(true)
  })

  test.each(['a1b2cd34', '34cdb2a1'])('the modified pcap with magic %s is named', (magic) => {
    const { reader } = readCapture(concat(hex(magic), zeros(60)))
    expect(reader.fatal).toMatchObject({ code: 'unsupported-variant' })
    expect(reader.fatal!.found).toContain('Kuznetzov')
  })
})
