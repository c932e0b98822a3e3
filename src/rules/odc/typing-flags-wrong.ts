import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'

const TYPING_BITS = 0x0e
/** Old libfaim sends 0x0e. */
const VALID: readonly number[] = [0, 0x02, 0x06, 0x0a, 0x0e]

export default defineRule({
  code: 'ODC-05',
  name: 'typing-flags-wrong',
  severity: 'note',
  kind: 'violation',
  title: 'Typing flags of a direct IM frame mean nothing',
  why: 'The other side shows that somebody is typing who is not, or the other way round.',
  fix: 'Send 0x0A while the user types, 0x06 when there is text, 0x02 when there is none, without a payload.',
  spec: {
    doc: 'Direct IM',
    item: 'flags',
    says: 'Typing is 0x02 alone, or with 0x04 or 0x08, in a frame without payload.',
  },
  who: 'client',
  fixtures: { bad: ['typing-flags-wrong', 'typing-with-text'], good: ['direct-im', 'typing-of-libfaim'] },
  check: {
    odcFrame({ seen, frame }, report) {
      const { flags, payloadLength } = frame.header
      const typing = flags & TYPING_BITS
      if (VALID.includes(typing) && (typing === 0 || payloadLength === 0)) return
      report({
        seen,
        certainty: seen.intact ? 'sure' : 'likely',
        message: `#${seen.packets.at(-1)} has typing flags ${hexNumber(typing)} and ${payloadLength} bytes`,
        expected: '0x0002, 0x0006 or 0x000a without payload',
        found: hexNumber(typing),
      })
    },
  },
})
