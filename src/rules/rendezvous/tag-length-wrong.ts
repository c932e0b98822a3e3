import { tagsOfService } from '../../oscar/rendezvous/service-data.ts'
import { checkBlock, overruns, valueLength } from '../blocks.ts'
import { defineRule } from '../define.ts'

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
  check: checkBlock(({ tags, serviceName }) => {
    const { rows } = tagsOfService(serviceName)
    const wrong = tags.flatMap((tag) => {
      const size = rows.get(tag.tag!)?.type.size
      // A tag that is longer than the block is wrong in another way.
      if (size === undefined || size === valueLength(tag) || overruns(tag)) return []
      return [{ name: tag.name, size, length: valueLength(tag) }]
    })
    if (wrong.length === 0) return undefined
    return {
      says: `has ${wrong.map(({ name, size, length }) => `${name} with ${length} bytes instead of ${size}`).join(', ')}`,
      expected: wrong.map(({ name, size }) => `${name} ${size} bytes`).join(', '),
      found: wrong.map(({ name, length }) => `${name} ${length} bytes`).join(', '),
    }
  }),
})
