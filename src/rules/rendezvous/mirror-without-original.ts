import { checkBlock, fits, rowOf, tagText } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

const MIRRORS = (['IP_ADDR_XOR', 'PORT_XOR'] as const).map((name) => {
  const mirror = rowOf(name)
  return [mirror, rowOf(mirror.mirrors!)] as const
})

export default defineRule({
  code: 'RV-17',
  name: 'mirror-without-original',
  severity: 'warning',
  kind: 'violation',
  title: 'A mirror tag stands without the tag it mirrors',
  why: 'The mirror is there to check an address or a port that the message does not have, so the peer learns neither.',
  fix: 'Send tag 0x0016 only together with 0x0002, and 0x0017 only together with 0x0005.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, IP_ADDR_XOR and PORT_XOR',
    says: 'Each is another tag of the message with all bits inverted.',
  },
  who: 'client',
  fixtures: {
    bad: ['mirror-without-address', 'mirror-without-port'],
    good: ['declined', 'proposal-of-aim', 'asked-for-proxy', 'proposal-of-kopete'],
  },
  check: checkBlock({ signs: SIGN.mirror }, (block) => {
    const alone = MIRRORS.find(([mirror, original]) => block.has(mirror.tag) && !block.has(original.tag))
    if (alone === undefined || !fits(block)) return undefined
    const [mirror, original] = alone
    return { says: `has ${mirror.name} and no ${original.name}`, expected: tagText(original), found: tagText(mirror) }
  }),
})
