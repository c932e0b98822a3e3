import { hexNumber } from '../../bytes/hex.ts'
import { checkOpenings } from '../openings.ts'
import { defineRule } from '../define.ts'

const CONFIRMATION = 0x0020

export default defineRule({
  code: 'ODC-02',
  name: 'cookie-not-confirmed',
  severity: 'warning',
  kind: 'violation',
  title: 'Direct IM does not begin with the confirmation',
  why: 'joscar closes a connection whose first frame does not confirm the cookie, because anybody may have connected.',
  fix: 'As the one who connected, send a frame with the cookie, flag 0x20 and no text before anything else.',
  spec: {
    doc: 'Direct IM',
    item: 'handshake',
    says: 'Who connected sends a frame that confirms the cookie of the proposal.',
  },
  who: 'client',
  fixtures: {
    bad: ['direct-im-unconfirmed'],
    good: ['direct-im', 'direct-im-unconfirmed-in-lossy-capture', 'direct-im-cookie-wrong'],
  },
  check: checkOpenings(({ connected, seen, header, conversation }) => {
    if (!connected || (header.flags & CONFIRMATION) !== 0 || !seen.intact) return undefined
    if (conversation !== undefined && header.cookie !== conversation.cookie) return undefined
    return {
      certainty: 'sure',
      // libpurple takes any first frame with the cookie.
      ...(conversation !== undefined && { severity: 'note' }),
      message: `the first frame of who connected (#${seen.packets.at(-1)}) has flags ${hexNumber(header.flags)}`,
      expected: `flag ${hexNumber(CONFIRMATION)}`,
      found: hexNumber(header.flags),
    }
  }),
})
