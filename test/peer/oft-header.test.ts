import { describe, expect, it } from 'vitest'
import { looksLikeOft, OFT_TYPES, oftNode, readOftHeader } from '../../src/peer/oft-header.ts'
import * as t from '../support/index.ts'

const read = (bytes: Uint8Array) => readOftHeader(bytes, 0, bytes.length)
const node = (bytes: Uint8Array) => oftNode(bytes, 0, bytes.length)

describe('an OFT2 header', () => {
  it('gives every field of the description', () => {
    expect(read(t.OFT_HEADERS.O3)).toMatchObject({
      length: 256,
      name: 'DONE',
      from: 'receiver',
      act: 'done',
      cookie: t.toHex(t.VECTOR_COOKIE),
      totalFiles: 1,
      filesLeft: 1,
      size: 57,
      modtime: 0x42d937c4,
      checksum: 0xeeaf0000,
      nrecvd: 57,
      recvcsum: 0xeeaf0000,
      idstring: 'Cool FileXfer',
      flags: 1,
      filename: 'cygwin.bat',
    })
  })

  it('is covered by its fields, byte by byte', () => {
    for (const name of ['a', 'n'.repeat(300)]) {
      const header = t.oftHeader({ type: 'prompt', name })
      let at = 0
      for (const field of node(header).children!) {
        expect(field.at).toBe(at)
        at = field.end
      }
      expect(at).toBe(header.length)
    }
  })

  it.each([...OFT_TYPES])('of type %i has the name and the side of the table', (type, { name, from }) => {
    expect(read(t.oftHeader({ type }))).toMatchObject({ type, name, from, known: true })
  })

  it('of an unknown type has its number for a name', () => {
    expect(read(t.oftHeader({ type: 0x0299 }))).toMatchObject({
      name: '0x0299',
      from: 'receiver',
      act: 'other',
      known: false,
    })
  })

  it.each([
    ['ASCII', 0, 'report.txt', 'report.txt'],
    ['UTF-8 under the number of ASCII', 0, 'grüße.txt', 'grüße.txt'],
    ['UTF-16', 2, 'grüße.txt', 'grüße.txt'],
    ['ISO-8859-1', 3, 'grüße.txt', 'grüße.txt'],
    ['ASCII with folders', 0, 'a\u0001b\u0001c.txt', 'a/b/c.txt'],
    ['UTF-16 with folders', 2, 'ā\u0001\u0101\u0001c.txt', 'ā/ā/c.txt'],
    ['ISO-8859-1 with folders', 3, 'ä\u0001c', 'ä/c'],
    ['nothing', 0, '', ''],
  ])('has its name in %s', (_, encoding, name, printed) => {
    expect(read(t.oftHeader({ type: 'prompt', encoding, name })).filename).toBe(printed)
  })

  it('has a name without a terminator, or with one and rubbish behind it', () => {
    expect(read(t.oftHeader({ type: 'prompt', nameField: t.filled(64, 0x61) })).filename).toBe('a'.repeat(64))
    expect(read(t.oftHeader({ type: 'prompt', nameField: t.concat(t.ascii('ab\0cd'), t.zeros(59)) })).filename).toBe(
      'ab',
    )
    expect(read(t.oftHeader({ type: 'prompt', encoding: 2, nameField: t.hex('0061 0062 0000 0063') })).filename).toBe(
      'ab',
    )
    expect(read(t.oftHeader({ type: 'prompt', encoding: 2, nameField: t.hex('0061 0062 00') })).filename).toMatch(/^ab/)
  })

  it('has a name that can be printed, and its bytes where they are no text', () => {
    const bytes = t.oftHeader({ type: 'prompt', name: t.hex('ff 1b 5b 32 4a') })
    expect(read(bytes).filename).not.toMatch(/\p{Cc}/u)
    expect(node(bytes).children!.at(-1)!.raw).toBe('ff1b5b324a')
  })

  it('cut anywhere is read as far as it goes', () => {
    for (let length = 0; length <= 256; length++) {
      readOftHeader(t.OFT_HEADERS.O1, 0, length)
      expect(oftNode(t.OFT_HEADERS.O1, 0, length).children!.every(({ at, end }) => at <= end && end <= length)).toBe(
        true,
      )
    }
  })

  it('is known by its magic, a sane length and a known type, as far as they are there', () => {
    for (let length = 0; length <= 8; length++) expect(looksLikeOft(t.OFT_HEADERS.O1, 0, length)).toBe(true)
    for (const bad of [
      '4f465431',
      '4f444332',
      '4f46543200',
      '4f4654320000 0101',
      '4f4654320100 9999',
      '4f465432ffff0101',
    ].map(t.hex)) {
      expect(looksLikeOft(bad, 0, bad.length)).toBe(bad.length < 8 && t.toHex(bad).startsWith('4f465432'))
    }
  })
})
