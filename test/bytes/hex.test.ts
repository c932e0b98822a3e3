import { expect, test } from 'vitest'
import { hex, hexNumber } from '../../src/bytes/hex.ts'

test('bytes become two lower-case digits each', () => {
  expect(hex(Uint8Array.of(0, 0x0a, 0xff))).toBe('000aff')
})

test('a range is cut to the bytes there are', () => {
  expect(hex(Uint8Array.of(1, 2, 3), 1, 99)).toBe('0203')
})

test('numbers have at least the digits asked for', () => {
  expect([hexNumber(0x202), hexNumber(5, 8), hexNumber(0x12345)]).toEqual(['0x0202', '0x00000005', '0x12345'])
})
