import { hexNumber } from '../../bytes/hex.ts'
import type { Track } from '../../conversation/track.ts'
import type { Side } from '../../network/flow.ts'
import { defineRule } from '../define.ts'
import { checkFiles, last } from '../endings.ts'

export default defineRule({
  code: 'OFT-04',
  name: 'wrong-side',
  severity: 'error',
  kind: 'violation',
  title: 'OFT2 type comes from the wrong side',
  why: 'The type says who speaks: a sender that gets a prompt, or a receiver that gets an answer to one it never sent, gives up.',
  fix: 'Send 0x01xx only as the one who offered the file and 0x02xx only as its receiver, whoever opened the TCP connection.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 types',
    says: "Types with the bit 0x0100 are the sender's, those with 0x0200 the receiver's.",
  },
  who: 'client',
  fixtures: { bad: ['ack-from-sender', 'prompt-from-receiver'], good: ['direct', 'redirected', 'proxied', 'folder'] },
  check: checkFiles(({ track, file }) => {
    const sender = offererSide(track) ?? track.transfers[0]?.views.find((view) => view.track === track)?.file.sender
    const wrong = file.headers.find(({ header, side }) => (header.from === 'sender') !== (side === sender))
    if (sender === undefined || wrong === undefined) return undefined
    const { type, name, from, act } = wrong.header
    const who = from === 'sender' ? 'receiver' : 'sender'
    return {
      certainty: 'sure',
      who,
      packets: wrong.packets,
      step: from === 'sender' ? 9 : act === 'done' ? 12 : 10,
      message: `${hexNumber(type)} ${name} in ${last(wrong.packets)} comes from the file's ${who}`,
      expected: `${name} from the ${from}`,
      found: `from the ${who}`,
    }
  }),
})

/** The side of who offered the file, where the first proposal of a file and the connection it led to were seen. */
function offererSide(track: Track): Side | undefined {
  const { conversation } = track
  // Until a cookie was seen the conversation may be another that was offered at the same port.
  if (conversation?.serviceName !== 'send-file' || !track.clientSure || track.joinedBy !== 'cookie') return undefined
  const proposal = conversation.attempts.find((attempt) => attempt.track === track)?.proposal
  // A target may number its own proposal 1, so nothing before it may have been missed.
  const first = conversation.proposals.find(
    ({ from, sequence, legs }) => from === 'offerer' && sequence === 1 && legs.some(({ seen }) => seen.intact),
  )
  if (proposal === undefined || proposal.usesProxy || first === undefined) return undefined
  return proposal.from === 'offerer' ? track.server : track.client
}
