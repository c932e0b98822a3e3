import { TAG } from '../../oscar/rendezvous/tags.ts'
import { ADDRESSES, isZero, proposesConnection } from '../endpoints.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'RV-19',
  name: 'proposal-without-endpoint',
  severity: 'warning',
  kind: 'violation',
  title: 'Proposal does not say where to connect to',
  why: 'The receiver accepts and has nowhere to go, so its user waits for a transfer that cannot begin.',
  fix: 'Give an address (0x0002 or 0x0003) and a port (0x0005), or ask for the proxy with the address 0.0.0.0 from number 2 on.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'PROPOSE',
    says: 'A proposal for a connection names an ICBM channel, or an address and a port.',
  },
  who: 'client',
  fixtures: {
    bad: ['proposal-without-port', 'proposal-without-address'],
    good: ['declined', 'direct-im', 'asked-for-proxy', 'relay', 'proxy-without-token', 'port-of-4-bytes'],
  },
  check: checkBlock({ signs: SIGN.nowhere }, (block) => {
    if (!proposesConnection(block) || block.has(TAG.USE_ARS) || block.has(TAG.RENDEZVOUS_CHANNEL)) return undefined
    const addressed = ADDRESSES.some((tag) => block.has(tag))
    const lacking = [...(addressed ? [] : ['address']), ...(block.has(TAG.PORT) ? [] : ['port'])]
    // A later proposal without an address asks for the proxy.
    const asksForProxy = addressed && isZero(block) && block.sequence !== 1
    if (lacking.length === 0 || asksForProxy) return undefined
    return {
      says: `has no ${lacking.join(' and no ')}`,
      expected: 'an address and a port',
      found: `no ${lacking.join(', no ')}`,
    }
  }),
})
