import { TAG } from '../../oscar/rendezvous/tags.ts'
import { isZero, proposesConnection } from '../endpoints.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

const KNOWN_FOR = ['joscar']

export default defineRule({
  code: 'RV-22',
  name: 'address-zero',
  severity: 'warning',
  kind: 'violation',
  title: 'First proposal offers the address 0.0.0.0',
  why: 'No address at all asks the other side to set up the proxy, which nobody expects before a direct way was tried.',
  fix: 'Send the address you listen at; a request for the proxy is a counter proposal, with number 2 or more.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'stage 3',
    says: 'A proposal without an address, by the one who could not connect, asks for the proxy.',
  },
  who: 'client',
  step: 1,
  knownFor: KNOWN_FOR,
  fixtures: {
    bad: ['first-address-zero', 'first-requester-zero'],
    good: ['declined', 'asked-for-proxy', 'proxy-at-zero', 'proxy-proposal-of-qutim'],
  },
  check: checkBlock({ signs: SIGN.nowhere }, (block) => {
    if (!proposesConnection(block) || block.has(TAG.USE_ARS)) return undefined
    if (block.sequence !== 1 || !isZero(block)) return undefined
    // joscar does not know its own address and leaves it to the server, which a receiver can do with.
    const leftToServer = !block.has(TAG.RENDEZVOUS_IP_ADDR)
    return {
      says: 'offers the address 0.0.0.0',
      expected: 'the address of the listener',
      found: '0.0.0.0',
      ...(leftToServer && { severity: 'note', knownFor: KNOWN_FOR }),
    }
  }),
})
