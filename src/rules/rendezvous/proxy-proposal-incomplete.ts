import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkBlock, fits } from '../blocks.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'RV-21',
  name: 'proxy-proposal-incomplete',
  severity: 'error',
  kind: 'violation',
  title: 'Proposal by way of the proxy lacks its address or token',
  why: 'The peer has to tell the proxy by the token which tunnel it joins; without it, or without the address, the rendezvous ends here.',
  fix: 'With USE_ARS (0x0010) send the address of the proxy in tag 0x0002 and the token of its ACK in tag 0x0005.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, USE_ARS',
    says: 'With this tag, RENDEZVOUS_IP_ADDR is the address of the rendezvous server and PORT the token.',
  },
  who: 'client',
  fixtures: {
    bad: ['proxy-without-token', 'proxy-without-address', 'proxy-at-zero'],
    good: ['proxied', 'asked-for-proxy'],
  },
  check: checkBlock({ tags: 1 << TAG.USE_ARS }, (block) => {
    if (block.typeName !== 'PROPOSE' || !block.has(TAG.USE_ARS) || !fits(block)) return undefined
    const nowhere = block.address(TAG.RENDEZVOUS_IP_ADDR) === '0.0.0.0'
    const lacking = [
      ...(nowhere || !block.has(TAG.RENDEZVOUS_IP_ADDR) ? ['RENDEZVOUS_IP_ADDR'] : []),
      ...(block.has(TAG.PORT) ? [] : ['PORT']),
    ]
    if (lacking.length === 0) return undefined
    return {
      says: `has USE_ARS and no ${lacking.join(' and no ')}`,
      expected: lacking.join(', '),
      found: nowhere ? 'RENDEZVOUS_IP_ADDR 0.0.0.0' : 'none',
    }
  }),
})
