import { least, neverSent } from '../certainty.ts'
import { defineRule } from '../define.ts'
import { oftGhost } from '../ghosts.ts'
import { PATIENCE } from '../patience.ts'
import {
  checkFiles,
  endedBy,
  gaveUpEarly,
  isAbout,
  last,
  promptOf,
  receiverOf,
  saidOtherwise,
  stillOpen,
  unexplained,
  waitsSince,
} from '../endings.ts'

export default defineRule({
  code: 'OFT-07',
  name: 'ack-missing',
  severity: 'error',
  kind: 'violation',
  title: 'The receiver never answered the prompt',
  why: 'A sender that follows the protocol waits for 0x0202, 0x0205 or 0x0204 before it pushes the file, so a transfer without the answer hangs or starts with data nobody agreed to.',
  fix: 'Answer every 0x0101 with the same header, type 0x0202 (or 0x0205 to resume, 0x0204 to skip) and the ICBM cookie.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'step 10',
    says: 'The receiver returns the header with type 0x0202 and the ICBM cookie.',
  },
  who: 'receiver',
  step: 10,
  fixtures: {
    bad: ['ack-missing', 'ack-missing-proxied', 'ack-missing-closed', 'ack-missing-second-file'],
    good: ['direct', 'resume', 'skip', 'ack-lost-by-capture', 'cancelled-unanswered', 'answer-late'],
  },
  check: checkFiles((view, transfer) => {
    const { file, track } = view
    const receiver = receiverOf(file)
    const prompt = promptOf(file)
    if (prompt === undefined || file.accepted || file.seen('resume') !== undefined) return undefined
    // What it sent instead is no header, or one that nobody knows.
    if (saidOtherwise(track, receiver)) return undefined
    const pushed = file.received > 0
    if (!pushed) {
      if (file.done || endedBy(transfer) !== undefined) return undefined
      if (view.closed ? gaveUpEarly(view, prompt) : !waitsSince(view, prompt.time, PATIENCE.answer)) return undefined
    } else if (!view.closed && !file.done && !file.overtaken) return undefined
    // Behind a DONE on the same stream an answer can no longer come.
    const absent = file.done && track.intact ? 'sure' : neverSent(track, receiver)
    // Of a leg whose beginning is not there, the file of the same number is another.
    const answered = transfer.views.some((other) => other.file.accepted && isAbout(prompt.header, other.file))
    const next = pushed ? `first data #${file.firstPacket}` : `the end of the ${view.closed ? 'connection' : 'capture'}`
    return {
      // The user may still be asked.
      certainty: pushed ? absent : view.closed ? least(absent, unexplained(view, transfer)) : stillOpen(view),
      who: answered ? 'proxy' : 'receiver',
      packets: [...prompt.packets, ...(pushed ? [file.firstPacket] : [])],
      message: `no 0x0202 between prompt ${last(prompt.packets)} and ${next}`,
      expected: '0x0202 ACK, 0x0205 RESUME or 0x0204 DONE',
      found: pushed ? 'file data' : 'nothing',
      ghost: oftGhost(0x0202, view),
    }
  }),
})
