import { defineRule } from '../define.ts'
import { neverSent } from '../certainty.ts'

export default defineRule({
  code: 'OFT-07',
  name: 'ack-missing',
  severity: 'error',
  kind: 'violation',
  title: 'The receiver never answered the prompt',
  why: 'A sender that follows the protocol waits for 0x0202, 0x0205 or 0x0204 before it pushes the file, so a transfer without the answer hangs or starts with data nobody agreed to.',
  fix: 'Answer every 0x0101 with the same header, type 0x0202 (or 0x0205 to resume, 0x0204 to skip) and the ICBM cookie.',
  spec: { doc: 'RendezvousProtocol', item: 'step 10', says: 'The receiver returns the header with type 0x0202 and the ICBM cookie.' },
  who: 'receiver',
  step: 10,
  fixtures: { bad: ['ack-missing'], good: ['direct', 'resume', 'skip', 'ack-lost-by-capture'] },
  check: {
    file({ transfer, view }, report) {
      const { file, track } = view
      const prompt = file.seen('prompt')
      if (prompt === undefined || file.accepted || file.seen('resume') !== undefined) return
      const skipped = file.done && file.received === 0
      if (skipped || (!view.closed && !file.done && !file.overtaken)) return
      const receiver = file.sender === 0 ? 1 : 0
      // A sender that gave up and closed without waiting leaves nothing to answer.
      if (file.received === 0 && !file.done && transfer.conversation?.state === 'cancelled') return
      const data = file.received > 0 ? `first data #${file.firstPacket}` : 'the end of the connection'
      report({
        transfer,
        track,
        certainty: neverSent(track, receiver),
        packets: [...prompt.packets, ...(file.received > 0 ? [file.firstPacket] : [])],
        message: `no 0x0202 between prompt #${prompt.packets.at(-1)} and ${data}`,
        expected: '0x0202 ACK, 0x0205 RESUME or 0x0204 DONE',
        found: file.received > 0 ? 'file data' : 'nothing',
        ghost: { name: 'OFT 0202 ACK', from: 'receiver' },
      })
    },
  },
})
