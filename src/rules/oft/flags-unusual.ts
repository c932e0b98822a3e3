import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'
import { checkHeaders, isEcho } from '../headers.ts'

/** Negotiation, done, both, a listing, none, and libfaim's. */
const KNOWN: readonly number[] = [0x20, 0x01, 0x21, 0x30, 0x00, 0x02]
const NEGOTIATION = 0x20
const DONE = 0x01

export default defineRule({
  code: 'OFT-34',
  name: 'flags-unusual',
  severity: 'note',
  kind: 'violation',
  title: 'Flags of the OFT2 header are not as they should be',
  why: 'Clients look at the type; what goes by the flags takes the last file for unfinished, or the header for something else.',
  fix: 'Send 0x20 in headers that negotiate, 0x01 in the 0x0204 of the last file, and 0x30 with a listing.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, flags',
    says: '0x20 while negotiating, 0x01 when done.',
  },
  who: 'client',
  knownFor: ['libpurple', 'Miranda', 'Digsby', 'qutIM'],
  fixtures: {
    bad: ['flags-unknown', 'done-without-flag', 'done-of-miranda'],
    good: ['direct', 'folder', 'of-libpurple', 'listing'],
  },
  check: checkHeaders((header, place) => {
    const { type, flags, filesLeft } = header
    if (!KNOWN.includes(flags)) {
      if (isEcho(header, place, (prompt) => prompt.flags === flags)) return undefined
      return { says: `has flags ${hexNumber(flags, 2)}`, expected: '0x20 or 0x01', found: hexNumber(flags, 2) }
    }
    const { prompt } = place
    if (type !== 0x0204 || filesLeft > 1 || (flags & DONE) !== 0 || prompt === undefined) return undefined
    const isKept = prompt.flags === flags
    // libpurple writes no flags at all, and gives back those it gets, as others do.
    if (isKept && flags === 0) return undefined
    return {
      says: `is the DONE of the last file, and has flags ${hexNumber(flags, 2)}`,
      expected: '0x01',
      found: hexNumber(flags, 2),
      knownFor: isKept || flags === NEGOTIATION ? ['libpurple', 'Miranda', 'Digsby', 'qutIM'] : [],
    }
  }),
})
