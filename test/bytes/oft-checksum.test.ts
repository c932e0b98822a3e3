import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OftChecksum, oftChecksum, sameChecksum } from '../../src/bytes/oft-checksum.ts'
import { ascii, concat, filled, u8 } from '../support/bytes.ts'

/** The definition, a byte at a time. */
function byteWise(bytes: Uint8Array): number {
  let rest = 0xffff
  bytes.forEach((byte, at) => {
    rest -= at % 2 === 0 ? byte << 8 : byte
    if (rest < 0) rest += 0xffff
  })
  return (rest << 16) >>> 0
}

/** `length` bytes of xorshift32 from 0x12345678. */
function xorshift(length: number): Uint8Array {
  let state = 0x12345678
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 0xff
  })
}

const X = xorshift(1_048_577)
const MEBIBYTE = X.subarray(0, 1_048_576)
const CYGWIN_BAT = ascii('@echo off\r\n\r\nC:\r\nchdir C:\\cygwin\\bin\r\n\r\nbash --login -i\r\n')
const HELLO = ascii('hello world')
const everyByte = Uint8Array.from({ length: 256 }, (_, at) => at)

function pieceByPiece(bytes: Uint8Array, cuts: readonly number[]): number {
  const checksum = new OftChecksum()
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    checksum.add(bytes, from, to)
    from = to
  }
  return checksum.value
}

describe('the OFT checksum', () => {
  test.each<[name: string, bytes: Uint8Array, checksum: number]>([
    ['nothing', u8(), 0xffff0000],
    ['a zero', u8(0), 0xffff0000],
    ['1024 zeros', filled(1024, 0), 0xffff0000],
    ['a', ascii('a'), 0x9eff0000],
    ['ab', ascii('ab'), 0x9e9d0000],
    ['abc', ascii('abc'), 0x3b9d0000],
    ['hello world', HELLO, 0x6e310000],
    ['123456789', ascii('123456789'), 0xf62a0000],
    ['the quick brown fox', ascii('The quick brown fox jumps over the lazy dog'), 0x72a40000],
    ['ff', u8(0xff), 0x00ff0000],
    ['00 ff', u8(0, 0xff), 0xff000000],
    ['ff ff', u8(0xff, 0xff), 0],
    ['ff ff ff ff', filled(4, 0xff), 0],
    ['1000 times ff', filled(1000, 0xff), 0],
    ['65537 times 80', filled(65_537, 0x80), 0x3fbf0000],
    ['00 to fe', everyByte.subarray(0, 255), 0x40bf0000],
    ['00 to ff', everyByte, 0x3fc00000],
    ['00 to ff twice', concat(everyByte, everyByte), 0x7f800000],
    ['X, 1048576 bytes', MEBIBYTE, 0xdd380000],
    ['X, 1048577 bytes', X, 0xd5380000],
    ['X, 12345 bytes', X.subarray(0, 12_345), 0x6a760000],
    ['X, 1000 bytes', X.subarray(0, 1000), 0x04400000],
    ['X, 999 bytes', X.subarray(0, 999), 0x05050000],
    ['X, 1 byte', X.subarray(0, 1), 0x5aff0000],
    ['X, 65536 bytes', X.subarray(0, 65_536), 0x4ff20000],
    ['X, 524288 bytes', X.subarray(0, 524_288), 0x3d2b0000],
    ['X, 1048575 bytes', X.subarray(0, 1_048_575), 0xdd990000],
    ['cygwin.bat', CYGWIN_BAT, 0xeeaf0000],
    ['cygwin.bat, 20 bytes', CYGWIN_BAT.subarray(0, 20), 0x56790000],
    ['cygwin.bat, 21 bytes', CYGWIN_BAT.subarray(0, 21), 0xed780000],
  ])('of %s is the published one', (_name, bytes, checksum) => {
    expect(oftChecksum(bytes).toString(16)).toBe(checksum.toString(16))
  })

  test('of hello world is right after every part of it', () => {
    const after = (length: number) => oftChecksum(HELLO, 0, length)
    expect([1, 2, 5, 10].map(after)).toEqual([0x97ff0000, 0x979a0000, 0xbc2d0000, 0xd2310000])
    for (let cut = 0; cut <= HELLO.length; cut++) expect(pieceByPiece(HELLO, [cut])).toBe(0x6e310000)
  })

  test('of X does not depend on odd cuts', () => {
    for (const cuts of [[1], [3, 4], [999, 1000, 1001], [524_287]]) {
      expect(pieceByPiece(MEBIBYTE, cuts)).toBe(0xdd380000)
    }
  })

  test('equals the definition at any offset, cut anywhere', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.constantFrom(0, 0xff), { maxLength: 80 }).map((values) => Uint8Array.from(values)),
    )
    fc.assert(
      fc.property(bytes, fc.nat(20), fc.array(fc.nat(200), { maxLength: 5 }), (data, lead, cuts) => {
        const shifted = concat(filled(lead, 0xa5), data).subarray(lead)
        const inside = cuts.filter((cut) => cut <= data.length).sort((left, right) => left - right)
        expect(pieceByPiece(shifted, inside)).toBe(byteWise(data))
      }),
      { numRuns: 2000 },
    )
  })

  test('can be taken up from a checksum and the parity of the offset', () => {
    for (const length of [20, 21]) {
      const resumed = new OftChecksum(oftChecksum(CYGWIN_BAT, 0, length), length)
      resumed.add(CYGWIN_BAT, length)
      expect([resumed.value, resumed.length]).toEqual([0xeeaf0000, CYGWIN_BAT.length - length])
    }
  })

  test('is exact for chunks longer than the sums are folded at', () => {
    const long = filled(9_000_001, 0xff)
    expect(oftChecksum(long)).toBe(0x00ff0000)
  })

  test('changes its buffer without harm', () => {
    const checksum = new OftChecksum()
    for (const byte of HELLO) checksum.add(u8(byte))
    expect(checksum.value).toBe(0x6e310000)
  })

  test('0x00000000 and 0xffff0000 are the same, and no other two', () => {
    expect(sameChecksum(0, 0xffff0000)).toBe(true)
    expect(sameChecksum(0xffff0000, 0)).toBe(true)
    expect(sameChecksum(0xeeaf0000, 0xeeaf0000)).toBe(true)
    expect(sameChecksum(0xeeaf0000, 0xeeb00000)).toBe(false)
    expect(sameChecksum(0, 0x00010000)).toBe(false)
  })
})
