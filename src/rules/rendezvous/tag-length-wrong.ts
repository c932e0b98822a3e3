import { tagsOfService } from '../../oscar/rendezvous/service-data.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'RV-14',
  name: 'tag-length-wrong',
  severity: 'error',
  kind: 'malformed',
  title: 'Rendezvous tag has a value of the wrong length',
  why: 'Readers that expect a fixed size take the wrong bytes for the address, the port or the number, or drop the whole message.',
  fix: 'Write addresses as 4 bytes, ports, numbers and reasons as 2, the 64-bit size as 8, and flags such as USE_ARS empty.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS',
    says: 'The table gives each tag its type, and with it its length.',
  },
  who: 'client',
  fixtures: {
    bad: ['port-of-4-bytes', 'flag-with-value'],
    good: ['declined', 'proposal-of-aim', 'proposal-of-miranda', 'tlv-overrun'],
  },
  check: checkBlock({ signs: SIGN.wrongSize }, (block) => {
    const { rows } = tagsOfService(block.serviceName)
    const isWrong = (tag: number, length: number): boolean => (rows.get(tag)?.type.size ?? length) !== length
    if (!block.some(isWrong)) return undefined
    const { places, overflow } = block
    const wrong = places.flatMap((place, index) => {
      const row = rows.get(place.tag)
      const size = row?.type.size
      // A tag that is longer than the block is wrong in another way.
      const cut = overflow > 0 && index === places.length - 1
      return row === undefined || size === undefined || size === place.length || cut
        ? []
        : [{ name: row.name, size, length: place.length }]
    })
    if (wrong.length === 0) return undefined
    return {
      says: `has ${wrong.map(({ name, size, length }) => `${name} of length ${length} instead of ${size}`).join(', ')}`,
      expected: wrong.map(({ name, size }) => `${name} ${size}`).join(', '),
      found: wrong.map(({ name, length }) => `${name} ${length}`).join(', '),
    }
  }),
})
