import type { Rendezvous } from '../../oscar/rendezvous/block.ts'
import { RENDEZVOUS_TAGS, TAG } from '../../oscar/rendezvous/tags.ts'
import { checkBlock, fits, tagText } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

const KNOWN_FOR = ['joscar']
const MIRRORS = [
  [TAG.IP_ADDR_XOR, TAG.RENDEZVOUS_IP_ADDR],
  [TAG.PORT_XOR, TAG.PORT],
] as const

export default defineRule({
  code: 'RV-18',
  name: 'mirror-missing',
  severity: 'note',
  kind: 'violation',
  title: 'Proposal lacks the mirror of its address or port',
  why: 'A NAT that rewrites addresses in payload goes unnoticed, and the peer connects to the wrong host.',
  fix: 'Add tag 0x0016 to 0x0002 and tag 0x0017 to 0x0005, each with all bits inverted.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, IP_ADDR_XOR and PORT_XOR',
    says: 'Recent clients mirror the address and the port of their proposals.',
  },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: {
    bad: ['mirror-of-port-missing', 'proxy-proposal-of-joscar'],
    good: ['declined', 'proxied', 'proposal-of-libpurple', 'proposal-of-kopete', 'proposal-of-miranda'],
  },
  check: checkBlock({ signs: SIGN.mirror }, (block) => {
    const isFile = block.typeName === 'PROPOSE' && block.serviceName === 'send-file'
    if (!isFile || !fits(block)) return undefined
    const lacking = MIRRORS.filter(([mirror, mirrored]) => block.has(mirrored) && !hasMirror(block, mirror))
    // libpurple, joscar and Kopete mirror neither in a direct proposal; half of it is nobody's habit.
    const proxied = block.has(TAG.USE_ARS)
    const some = MIRRORS.some(([mirror]) => hasMirror(block, mirror))
    if (lacking.length === 0 || (!proxied && !some)) return undefined
    const names = lacking.map(([mirror]) => tagText(RENDEZVOUS_TAGS.get(mirror)!))
    return {
      says: `has no ${names.join(' and no ')}`,
      expected: names.join(', '),
      found: 'none',
      ...(proxied && !some && { knownFor: KNOWN_FOR }),
    }
  }),
})

/** Miranda writes the mirror of its first port under another number. */
function hasMirror(block: Rendezvous, mirror: number): boolean {
  return block.has(mirror) || (mirror === TAG.PORT_XOR && block.lengthOf(TAG.INVITE_MIME_TYPE) === 2)
}
