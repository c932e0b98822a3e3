import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problems, toJson } from '../../src/bytes/node.ts'
import {
  ALL_FOODGROUPS,
  decodeSignoff,
  decodeSignon,
  decodeSnac,
  readClientError,
  readIcbm,
} from '../../src/oscar/index.ts'
import { concat, filled, FRAMES, REGRESSIONS, RENDEZVOUS_BLOCKS, snac, tlv, u16 } from '../support/index.ts'
import { checkTiling } from './tiling.ts'

const SUBGROUPS = ALL_FOODGROUPS.flatMap(({ foodgroup, subgroups }) =>
  [...subgroups.keys()].map((subgroup) => [foodgroup, subgroup] as const),
)

/** Small numbers, as lengths and tags are, make more of a body than noise does. */
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(0, 0, 0, 1, 2, 3, 5), fc.nat(40), fc.nat(255)), { maxLength: 300 })
    .map((bytes) => Uint8Array.from(bytes)),
)

const VALID = [
  ...Object.values(FRAMES).map(({ bytes }) => bytes.subarray(6)),
  ...Object.values(REGRESSIONS).map((bytes) => bytes.subarray(6)),
  ...Object.values(RENDEZVOUS_BLOCKS).map((block) =>
    snac(0x0004, 0x0006, 1, concat('F8FA0200686B0000 0002 03626F62', tlv(0x0005, block), tlv(0x0003))),
  ),
]

/** Everything that is asked of a decoded SNAC, whatever its bytes. */
function check(bytes: Uint8Array, start = 0, end = bytes.length): void {
  const message = decodeSnac(bytes, start, end, true)
  expect([message.node.at, message.node.end]).toEqual([start, end])
  checkTiling(message.node)
  JSON.stringify(toJson(message.node))
  expect(message.summary).toBeTypeOf('string')
  expect([...problems(message.node)].every(({ problem }) => problem !== '')).toBe(true)
  readIcbm(bytes, start, end, true)
  readIcbm(bytes, start, end, false)
  readClientError(bytes, start, end)
}

describe('decoding any bytes', () => {
  it('gives every byte of any SNAC to exactly one leaf', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SUBGROUPS), body, fc.constantFrom(0, 0, 1, 0x8000), (ids, bytes, flags) => {
        check(snac(...ids, 7, bytes, flags))
      }),
      { numRuns: 3000 },
    )
  })

  it('gives every byte of a damaged SNAC to exactly one leaf', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VALID), fc.nat(), fc.nat(255), fc.nat(), (frame, at, byte, cut) => {
        const bytes = frame.slice(0, frame.length - (cut % (frame.length + 1)))
        if (bytes.length > 0) bytes[at % bytes.length] = byte
        check(bytes)
      }),
      { numRuns: 3000 },
    )
  })

  it('never reads outside the span it was given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VALID),
        fc.uint8Array({ maxLength: 9 }),
        fc.uint8Array({ maxLength: 9 }),
        (frame, before, after) => {
          const bytes = concat(before, frame, after)
          const inside = decodeSnac(bytes, before.length, before.length + frame.length)
          expect(toJson(inside.node)).toEqual(toJson(decodeSnac(frame, 0, frame.length).node))
          check(bytes, before.length, before.length + frame.length)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('gives every byte of any sign-on and sign-off payload to exactly one leaf', () => {
    fc.assert(
      fc.property(body, (bytes) => {
        checkTiling(decodeSignon(bytes, 0, bytes.length).node)
        checkTiling(decodeSignoff(bytes, 0, bytes.length).node)
      }),
    )
  })

  it('stays small and quick on the largest blocks of empty TLVs, items and lists', () => {
    const full = 65_535 - 10
    for (const [foodgroup, subgroup] of SUBGROUPS) check(snac(foodgroup, subgroup, 1, filled(full, 0)))
    const { node } = decodeSnac(snac(0x0017, 0x0002, 1, filled(full, 0)), 0, 65_535)
    expect(node.children!.length).toBeLessThan(4_200)
    expect(node.children!.at(-1)).toMatchObject({
      name: 'undecoded',
      problem: 'more than 4096 TLVs (--limit items=N allows more)',
    })
  })
})

describe('a SNAC shorter than its header', () => {
  it('is a SNAC with a problem, not an exception', () => {
    const whole = snac(0x0004, 0x0006, 0x01020304)
    for (let length = 0; length < 10; length++) {
      const message = decodeSnac(whole, 0, length)
      expect(message.node.children![0]!.problem).toBe(`needs 10 bytes, ${length} left`)
      expect(message.foodgroup).toBe(length < 2 ? 0 : 4)
      checkTiling(message.node)
    }
  })
})

describe('a TLV that is longer than its block', () => {
  it('is shown with what there is and ends the block', () => {
    const { node } = decodeSnac(snac(0x0017, 0x0006, 1, concat(tlv(1, 'ABCD', 500), u16())), 0, 16)
    expect(node.children!.at(-1)).toMatchObject({ name: 'SCREEN_NAME', tag: 1, problem: 'length 500, 2 left' })
  })
})
