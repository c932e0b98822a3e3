import { tagsOfService } from '../../oscar/rendezvous/service-data.ts'
import { hexNumber } from '../../bytes/hex.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'ICBM-03',
  name: 'tlv-overrun',
  severity: 'error',
  kind: 'malformed',
  title: 'TLVs do not fit their rendezvous block',
  why: 'A reader that trusts the length runs into the next message; a careful one loses this tag and all behind it.',
  fix: 'Make each length the number of bytes of its value, and the TLVs fill the block to the last byte.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS',
    says: 'The block is filled with TLVs: two bytes of tag, two of length, then the value.',
  },
  who: 'client',
  fixtures: { bad: ['tlv-overrun', 'tlv-trailing', 'block-overrun'], good: ['declined', 'proposal-of-aim'] },
  check: checkBlock({ signs: SIGN.ragged }, (block) => {
    const { overflow, trailing, missing, serviceName } = block
    const expected = 'TLVs that fill the block'
    if (missing > 0) {
      return { says: `has a TLV 0x0005 that lacks ${missing} bytes`, expected, found: `${missing} bytes too few` }
    }
    const last = overflow > 0 ? block.places.at(-1) : undefined
    if (last !== undefined) {
      const name = tagsOfService(serviceName).rows.get(last.tag)?.name ?? hexNumber(last.tag)
      const found = `length ${last.length + overflow}, ${last.length} left`
      return {
        says: `has a TLV ${name} that lacks ${overflow} of its ${last.length + overflow} bytes`,
        expected,
        found,
      }
    }
    if (trailing === 0) return undefined
    return {
      says: `ends with ${trailing} byte${trailing === 1 ? '' : 's'} that are no TLV`,
      expected,
      found: `${trailing} left`,
    }
  }),
})
