import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

const NO_COOKIE = '0000000000000000'

export default defineRule({
  code: 'ICBM-02',
  name: 'cookies-differ',
  severity: 'error',
  kind: 'violation',
  title: 'Cookies of the ICBM and of its rendezvous block differ',
  why: 'libpurple and others drop such a message without a word; the rest cannot tell which conversation an error or acknowledgement is about.',
  fix: 'Write the same 8 bytes into the ICBM and into the block, for all messages of the rendezvous.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'rendezvous block',
    says: 'The cookie of the block is that of the ICBM around it.',
  },
  who: 'client',
  fixtures: { bad: ['cookies-differ'], good: ['declined', 'cancelled'] },
  check: checkBlock({ signs: SIGN.otherCookie }, ({ cookie, type }, { outerCookie }) => {
    if (outerCookie === cookie) return undefined
    const bridged = outerCookie === NO_COOKIE && type !== 0
    return {
      says: `has cookie ${cookie} in an ICBM with cookie ${outerCookie}`,
      expected: cookie,
      found: outerCookie,
      // The bridge to TOC answers rendezvous with zeros around the right block.
      ...(bridged && { who: 'server', severity: 'note', knownFor: ['open-oscar-server'] }),
    }
  }),
})
