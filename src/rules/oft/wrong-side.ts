import { hexNumber } from '../../bytes/hex.ts'
import type { Track } from '../../conversation/track.ts'
import type { Side } from '../../network/flow.ts'
import { defineRule } from '../define.ts'

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
  fixtures: { bad: ['ack-from-sender', 'prompt-from-receiver'], good: ['direct', 'redirect', 'proxied', 'folder'] },
  check: {
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      const { track, side } = seen
      if (view === undefined) return
      const sender = offererSide(track) ?? track.transfers[0]?.views.find((other) => other.track === track)?.file.sender
      if (sender === undefined || (header.from === 'sender') === (side === sender)) return
      const wrong = header.from === 'sender' ? 'receiver' : 'sender'
      report({
        seen,
        transfer,
        certainty: 'sure',
        who: wrong,
        step: header.from === 'sender' ? 9 : header.act === 'done' ? 12 : 10,
        message: `${hexNumber(header.type)} ${header.name} in #${seen.packets.at(-1)} comes from the file's ${wrong}`,
        expected: `${header.name} from the ${header.from}`,
        found: `from the ${wrong}`,
      })
    },
  },
})

/** The side of who offered the file, where the first proposal of a file and the connection it led to were seen. */
function offererSide(track: Track): Side | undefined {
  const { conversation } = track
  if (conversation?.serviceName !== 'send-file' || !track.clientSure) return undefined
  const proposal = conversation.attempts.find((attempt) => attempt.track === track)?.proposal
  const first = conversation.proposals.find(({ from, sequence }) => from === 'offerer' && sequence === 1)
  if (proposal === undefined || proposal.usesProxy || first === undefined) return undefined
  return proposal.from === 'offerer' ? track.server : track.client
}
