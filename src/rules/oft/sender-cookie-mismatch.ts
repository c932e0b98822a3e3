import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'
import { checkFiles, last } from '../endings.ts'

const ZERO = '0000000000000000'
const TYPES: readonly number[] = [0x0101, 0x0106]

export default defineRule({
  code: 'OFT-12',
  name: 'sender-cookie-mismatch',
  severity: 'error',
  kind: 'violation',
  title: "The sender's header carries a foreign cookie",
  why: 'A sender may leave the cookie zero; a receiver that checks one that is not, as joscar and Miranda do, refuses the file.',
  fix: 'Put the cookie of the ICBM proposal in bytes 8 to 15 of 0x0101 and 0x0106, or leave them zero.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, cookie',
    says: "The cookie of a header is that of the ICBM; in the sender's it may be zero.",
  },
  who: 'sender',
  step: 9,
  fixtures: { bad: ['prompt-cookie-wrong'], good: ['direct', 'prompt-cookie-right', 'other-conversation-on-the-port'] },
  check: checkFiles(({ track, file }) => {
    const cookie = track.joinedBy === 'cookie' ? track.conversation?.cookie : undefined
    const wrong = file.headers.find(
      ({ header }) => TYPES.includes(header.type) && header.cookie !== ZERO && header.cookie !== cookie,
    )
    if (wrong === undefined || cookie === undefined) return undefined
    const { type, name, cookie: found } = wrong.header
    return {
      certainty: 'sure',
      packets: wrong.packets,
      message: `${hexNumber(type)} ${name} ${last(wrong.packets)} carries cookie ${found}, the ICBM's is ${cookie}`,
      expected: `${cookie} or zero`,
      found,
    }
  }),
})
