import { checkOpenings } from '../openings.ts'
import { defineRule } from '../define.ts'

const NO_COOKIE = '0000000000000000'

export default defineRule({
  code: 'ODC-03',
  name: 'direct-im-cookie-wrong',
  severity: 'error',
  kind: 'violation',
  title: 'Direct IM begins with another cookie than the offer',
  why: 'The cookie is all that ties the connection to the offer: libpurple and joscar close it when it is another.',
  fix: 'Put the cookie of the ICBM proposal in bytes 12 to 19 of the first frame.',
  spec: { doc: 'Direct IM', item: 'handshake', says: 'The first frame carries the cookie of the proposal.' },
  who: 'client',
  fixtures: {
    bad: ['direct-im-cookie-zero', 'direct-im-cookie-wrong'],
    good: ['direct-im', 'direct-im-later-cookies-zero', 'direct-im-of-another', 'orphan-direct-im'],
  },
  check: checkOpenings(({ connected, seen, header, conversation, track }) => {
    // Until another frame has shown the right one, the connection may be somebody else's.
    const proved = header.cookie === NO_COOKIE || track.joinedBy === 'cookie'
    if (!connected || conversation === undefined || !proved || header.cookie === conversation.cookie || !seen.intact)
      return undefined
    const isZero = header.cookie === NO_COOKIE
    return {
      certainty: 'sure',
      message: `the first frame of who connected (#${seen.packets.at(-1)}) carries ${isZero ? 'no cookie' : `cookie ${header.cookie}`}, the ICBM's is ${conversation.cookie}`,
      expected: conversation.cookie,
      found: header.cookie,
    }
  }),
})
