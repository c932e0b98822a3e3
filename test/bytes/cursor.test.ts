import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Cursor } from '../../src/bytes/cursor.ts'
import { hex } from '../support/bytes.ts'

describe('a cursor', () => {
  test('reads integers of both byte orders, one behind the other', () => {
    const cursor = new Cursor(hex('01 0203 f4050607 ffffffffffffffff 0203 040506f7'))
    expect([cursor.u8(), cursor.u16(), cursor.u32()]).toEqual([1, 0x0203, 0xf4050607])
    expect(cursor.u64()).toBe(0xffffffffffffffffn)
    expect([cursor.u16le(), cursor.u32le()]).toEqual([0x0302, 0xf7060504])
    expect([cursor.left, cursor.short]).toEqual([0, undefined])
  })

  test('gives 0 for a short read, remembers the first one and has nothing left', () => {
    const cursor = new Cursor(hex('010203'), 0, 3, 'TLV 0x0005')
    expect([cursor.u16(), cursor.u32(), cursor.left, cursor.u8()]).toEqual([0x0102, 0, 0, 0])
    expect(cursor.short).toEqual({ at: 2, need: 4, have: 1, limit: 'TLV 0x0005' })
  })

  test('takes views, not copies, and none after a short read', () => {
    const bytes = hex('01020304')
    const cursor = new Cursor(bytes, 1)
    const taken = cursor.take(2)
    expect([taken.buffer === bytes.buffer, [...taken], [...cursor.take(2)]]).toEqual([true, [2, 3], []])
  })

  test('goes on behind a child whatever the child did', () => {
    const cursor = new Cursor(hex('010203040506'))
    const child = cursor.sub(2, 'TLV 0x0001')
    child.u32()
    expect(child.short).toMatchObject({ need: 4, have: 2, limit: 'TLV 0x0001' })
    expect([cursor.u8(), cursor.short]).toEqual([3, undefined])
  })

  test('gives a child what there is, and is short itself, when the length is too large', () => {
    const cursor = new Cursor(hex('010203'), 0, 3, 'frame')
    const child = cursor.sub(500, 'TLV 0x0001')
    expect([child.left, child.u16(), child.short]).toEqual([3, 0x0102, undefined])
    expect(cursor.short).toEqual({ at: 0, need: 500, have: 3, limit: 'frame' })
  })

  test('stays inside the bytes it was given, whatever bounds it is given', () => {
    for (const [start, end, left] of [
      [-5, 99, 4],
      [3, 1, 0],
      [9, 99, 0],
    ] as const) {
      expect(new Cursor(hex('01020304'), start, end).left).toBe(left)
    }
  })

  test('never throws, never goes back and never reads outside its bounds', () => {
    const step = fc.constantFrom('u8', 'u16', 'u32', 'u64', 'u16le', 'u32le', 'take', 'sub')
    const length = fc.oneof(fc.nat(8), fc.constantFrom(-1, 0xffffffff))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), fc.array(fc.tuple(step, length)), (bytes, steps) => {
        const whole = new Uint8Array(bytes.length + 8).fill(0xee)
        whole.set(bytes, 4)
        const cursor = new Cursor(whole, 4, 4 + bytes.length)
        for (const [name, count] of steps) {
          const before = cursor.at
          const result = name === 'take' ? cursor.take(count) : name === 'sub' ? cursor.sub(count, 'x') : cursor[name]()
          expect(cursor.at).toBeGreaterThanOrEqual(before)
          expect(cursor.at).toBeLessThanOrEqual(cursor.end)
          if (result instanceof Uint8Array && cursor.short === undefined) {
            expect(result).toEqual(whole.subarray(before, cursor.at))
          }
          if (result instanceof Cursor) expect(result.end).toBeLessThanOrEqual(cursor.end)
        }
      }),
    )
  })
})
