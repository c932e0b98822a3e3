import { checkBlock, overruns } from '../blocks.ts'
import { defineRule } from '../define.ts'

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
  check: checkBlock(({ node }) => {
    const tlv = overruns(node) ? node : node.children?.find((child) => overruns(child) || child.name === 'trailing')
    if (tlv === undefined) return undefined
    const left = tlv.end - tlv.at
    const says =
      tlv.problem === undefined
        ? `ends with ${left} byte${left === 1 ? '' : 's'} that are no TLV`
        : `has a TLV ${tlv === node ? '0x0005' : tlv.name} of ${tlv.problem}`
    return { says, expected: 'TLVs that fill the block', found: tlv.problem ?? `${left} left over` }
  }),
})
