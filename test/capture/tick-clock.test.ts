import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TickClock } from '../../src/capture/tick-clock.ts'

const u32 = fc.integer({ min: 0, max: 0xffffffff })
const resolution = fc.oneof(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0x80, max: 0x80 + 63 }))

test('ticks of every resolution become the same seconds and nanoseconds as with big integers', () => {
  const low = fc.oneof(u32, fc.integer({ min: 0, max: 3_000_000 }))
  const counts = fc.array(fc.tuple(fc.oneof(u32, fc.nat(1)), low), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(resolution, counts, (byte, reads) => {
      const perSecond = (byte > 0x7f ? 2n : 10n) ** BigInt(byte & 0x7f)
      const clock = new TickClock(byte, 0)
      for (const [high, low] of reads) {
        const ticks = (BigInt(high) << 32n) | BigInt(low)
        clock.read(high, low)
        expect(clock.nanos).toBe(Number(((ticks % perSecond) * 1_000_000_000n) / perSecond))
        expect(clock.seconds).toBe(Number(ticks / perSecond))
      }
    }),
    { numRuns: 3000 },
  )
})

test('the last nanosecond before a second stays before it', () => {
  for (const [byte, ticks] of [
    [9, 1_700_000_000_999_999_999n],
    [6, 1_700_000_000_999_999n],
  ] as const) {
    const clock = new TickClock(byte, 0)
    clock.read(Number(ticks >> 32n), Number(ticks & 0xffffffffn))
    expect([clock.seconds, Math.floor(clock.nanos / 1000)]).toEqual([1_700_000_000, 999_999])
  }
})

test('the offset is added to the seconds', () => {
  const clock = new TickClock(0, -100)
  clock.read(0, 150)
  expect([clock.seconds, clock.nanos]).toEqual([50, 0])
})

test('resolutions up to 10^-19 and 2^-63 are accepted', () => {
  const accepted = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => TickClock.accepts(byte))
  expect([accepted.length, accepted[19], accepted[20], accepted.at(-1)]).toEqual([84, 19, 0x80, 0x80 + 63])
})
