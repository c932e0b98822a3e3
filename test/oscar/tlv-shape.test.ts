import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problems } from '../../src/bytes/node.ts'
import { FOODGROUPS } from '../../src/oscar/foodgroups/index.ts'
import { decodeSnac } from '../../src/oscar/snac.ts'
import { hasTlvs, tlvFault } from '../../src/oscar/tlv-shape.ts'
import { concat, u16, u32, zeros } from '../support/index.ts'

const SNACS = [...FOODGROUPS.values()].flatMap(({ foodgroup, subgroups }) =>
  [...subgroups.values()].flatMap(({ subgroup, body }) => (hasTlvs(body ?? []) ? [{ foodgroup, subgroup }] : [])),
)

/** Bytes that are often lengths, counts and tags of what is there. */
const plausible = fc
  .array(
    fc.oneof(
      fc.nat(255).map((value) => [value]),
      fc.nat(12).map((value) => [0, value]),
      fc
        .tuple(fc.nat(40), fc.nat(6))
        .map(([tag, length]) => [0, tag, 0, length, ...new Array<number>(length).fill(tag)]),
    ),
    { maxLength: 20 },
  )
  .map((parts) => Uint8Array.from(parts.flat()))

describe('walking over the TLVs of a SNAC', () => {
  it('faults no length, size or count that decoding finds in order, whatever the body', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SNACS), plausible, ({ foodgroup, subgroup }, body) => {
        const fault = tlvFault(foodgroup, subgroup, body, 0, body.length)
        // Bytes behind the last TLV are shown as what they are, and nothing is wrong with them for a reader.
        if (fault === undefined || fault.kind === 'left-over') return
        const snac = concat(u16(foodgroup, subgroup, 0), u32(1), body)
        const { node } = decodeSnac(snac, 0, snac.length)
        expect([...problems(node)], `${foodgroup}/${subgroup} ${JSON.stringify(fault)}`).not.toEqual([])
      }),
      { numRuns: 6000 },
    )
  })

  it.each([
    ['what is longer than what is left', { kind: 'overrun', tag: 1, expected: 2, found: 3 }, [0, 1, 0, 3, 0, 0]],
    ['a number of another size', { kind: 'size', tag: 1, expected: 2, found: 3 }, [0, 1, 0, 3, 0, 0, 0]],
    ['bytes that are no TLV', { kind: 'left-over', tag: undefined, expected: 0, found: 1 }, [0, 1, 0, 0, 7]],
  ])('finds %s', (_what, fault, tlvs) => {
    // BUDDY__RIGHTS_REPLY consists of TLVs.
    const body = Uint8Array.from(tlvs)
    expect(tlvFault(0x0003, 0x0003, body, 0, body.length)).toMatchObject(fault)
  })

  it('finds nothing where no TLVs are, and where a body ends before them', () => {
    expect(tlvFault(0x0001, 0x0003, zeros(9), 0, 9)).toBeUndefined()
    expect(tlvFault(0xfffe, 0x0001, zeros(9), 0, 9)).toBeUndefined()
    for (const { foodgroup, subgroup } of SNACS)
      expect(tlvFault(foodgroup, subgroup, zeros(0), 0, 0)?.kind).not.toBe('overrun')
  })
})
