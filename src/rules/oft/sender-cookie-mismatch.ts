import { hexNumber } from '../../bytes/hex.ts'
import type { OftFile } from '../../peer/oft-file.ts'
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
    const isKnown = track.joinedBy === 'cookie'
    // Where the proposal was not captured, the receiver repeats its cookie; it may be the one that is wrong.
    const own = isKnown
      ? track.conversation?.cookie
      : track.conversation === undefined
        ? cookieOfReceiver(file)
        : undefined
    const wrong = file.headers.find(
      ({ header }) => TYPES.includes(header.type) && header.cookie !== ZERO && header.cookie !== own,
    )
    if (wrong === undefined || own === undefined) return undefined
    const { type, name, cookie: found } = wrong.header
    const whose = isKnown ? "the ICBM's" : "the receiver's"
    return {
      certainty: isKnown ? 'sure' : 'likely',
      packets: wrong.packets,
      message: `${hexNumber(type)} ${name} ${last(wrong.packets)} carries cookie ${found}, ${whose} is ${own}`,
      expected: `${own} or zero`,
      found,
    }
  }),
})

/** The one in all headers of the receiver, of which there are two at least. */
function cookieOfReceiver({ headers }: OftFile): string | undefined {
  const cookies = headers.filter(({ header }) => header.from === 'receiver').map(({ header }) => header.cookie)
  const [cookie] = cookies
  return cookies.length > 1 && cookie !== ZERO && cookies.every((other) => other === cookie) ? cookie : undefined
}
