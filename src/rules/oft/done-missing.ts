import { least, neverSent } from '../certainty.ts'
import { defineRule } from '../define.ts'
import { oftGhost } from '../ghosts.ts'
import { PATIENCE } from '../patience.ts'
import {
  checkFiles,
  endedBy,
  last,
  promptOf,
  receiverOf,
  saidOtherwise,
  stillOpen,
  unexplained,
  waitsSince,
} from '../endings.ts'

export default defineRule({
  code: 'OFT-08',
  name: 'done-missing',
  severity: 'error',
  kind: 'violation',
  title: 'The receiver never confirmed the file',
  why: 'Without 0x0204 the sender cannot tell a delivered file from a lost one: it reports a failure or sends it again.',
  fix: 'When the last byte has arrived, send the header back with type 0x0204, nrecvd, recvcsum and the ICBM cookie, and only then close.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'step 12',
    says: 'When the file is complete the receiver sends the header again, with type 0x0204 and the ICBM cookie.',
  },
  who: 'receiver',
  step: 12,
  fixtures: {
    bad: ['done-missing', 'done-missing-proxied'],
    good: ['direct', 'done-lost-by-capture', 'cancelled-after-data', 'capture-ends-before-done'],
  },
  check: checkFiles((view, transfer) => {
    const { file, track } = view
    const receiver = receiverOf(file)
    if (promptOf(file) === undefined || file.done || file.left > 0) return undefined
    if (!file.accepted && file.received === 0) return undefined
    // A receiver that has closed its side confirms nothing any more, whether or not the sender closes as well.
    const closed = view.closed || (!file.overtaken && track.complete(receiver))
    if (!closed && (file.received === 0 || !waitsSince(view, file.lastTime, PATIENCE.done))) return undefined
    if (endedBy(transfer) !== undefined || saidOtherwise(track, receiver)) return undefined
    const behind = file.received > 0 ? [file.lastPacket] : file.headers.at(-1)!.packets
    return {
      // A large file may still be summed.
      certainty: closed ? least(neverSent(track, receiver), unexplained(view, transfer)) : stillOpen(view),
      who: transfer.views.some((other) => other.file.done) ? 'proxy' : 'receiver',
      packets: behind,
      message: `all ${file.size} bytes were sent by ${last(behind)}, and the ${closed ? 'connection was closed' : 'capture ends'} without 0x0204`,
      expected: '0x0204 DONE',
      found: closed ? (track.flow.closed === 'rst' ? 'RST' : 'FIN') : 'nothing',
      ghost: oftGhost(0x0204, view),
    }
  }),
})
