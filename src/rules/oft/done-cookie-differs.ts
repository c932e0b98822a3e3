import { defineRule } from '../define.ts'
import { checkFiles, doneOf, last } from '../endings.ts'

const ZERO = '0000000000000000'

export default defineRule({
  code: 'OFT-13',
  name: 'done-cookie-differs',
  severity: 'error',
  kind: 'violation',
  title: 'ACK and DONE of a file carry different cookies',
  why: 'Both are the ICBM cookie, so one of them is wrong and the sender may not take the file for delivered.',
  fix: 'Keep the cookie of the ICBM proposal with the connection and put it in every header of the receiver.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'steps 10 and 12',
    says: 'The answer to the prompt and the DONE both carry the ICBM cookie.',
  },
  who: 'receiver',
  step: 12,
  fixtures: { bad: ['cookies-of-neither'], good: ['orphan', 'direct', 'done-cookie-wrong'] },
  check: checkFiles(({ track, file }) => {
    // Where the conversation's cookie is proved, OFT-11 says which of them is wrong.
    if (track.joinedBy === 'cookie') return undefined
    const answer = file.seen('ack') ?? file.seen('resume-ack') ?? file.seen('resume')
    const done = doneOf(file)
    if (answer === undefined || done === undefined) return undefined
    const [before, after] = [answer.header.cookie, done.header.cookie]
    if (before === after || before === ZERO || after === ZERO) return undefined
    // Of a connection without a conversation another capture may show the proof, and then it is OFT-11's.
    const cookie = track.conversation?.cookie
    return {
      certainty: cookie === undefined || cookie === before || cookie === after ? 'likely' : 'sure',
      packets: [...answer.packets, ...done.packets],
      message: `${answer.header.name} ${last(answer.packets)} carries cookie ${before}, DONE ${last(done.packets)} ${after}`,
      expected: before,
      found: after,
    }
  }),
})
