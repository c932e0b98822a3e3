import { TAG } from '../../oscar/rendezvous/tags.ts'
import { ADDRESSES, isZero, proposesConnection } from '../endpoints.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

/** It proposes without a listener. */
const KNOWN_FOR = ['qutIM']

export default defineRule({
  code: 'RV-20',
  name: 'port-zero',
  severity: 'warning',
  kind: 'violation',
  title: 'Proposal offers an address with port 0',
  why: 'Nobody can connect to port 0; the receiver fails at once or waits for its timeout.',
  fix: 'Open the listener first and send its port, or propose the proxy when there is no listener.',
  spec: { doc: 'Services/Rendezvous', item: 'ICBM__RENDEZVOUS_TAGS, PORT', says: 'The port is the one to connect to.' },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: { bad: ['port-zero'], good: ['declined', 'asked-for-proxy', 'relay-declined', 'proposal-without-port'] },
  check: checkBlock({ signs: SIGN.nowhere }, (block) => {
    if (!proposesConnection(block) || block.has(TAG.USE_ARS) || block.number(TAG.PORT) !== 0) return undefined
    // Without an address as well, a later proposal asks for the proxy.
    if (isZero(block) && block.sequence !== 1) return undefined
    if (!ADDRESSES.some((tag) => block.has(tag))) return undefined
    return { says: 'offers port 0', expected: 'the port of the listener', found: '0', knownFor: KNOWN_FOR }
  }),
})
