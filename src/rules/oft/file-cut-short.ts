import { least } from '../certainty.ts'
import { defineRule } from '../define.ts'
import {
  checkFiles,
  closedThere,
  doneOf,
  endedBy,
  last,
  promptOf,
  receiverOf,
  unexplained,
  whoClosed,
} from '../endings.ts'

export default defineRule({
  code: 'OFT-20',
  name: 'file-cut-short',
  severity: 'error',
  kind: 'violation',
  title: 'Fewer bytes came than the prompt promised',
  why: 'The receiver is left with a part of the file, or, where it confirms the whole, with one that is damaged.',
  fix: 'Send exactly size bytes (size less nrecvd when resuming), and a CANCEL when a transfer is given up.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'file data',
    says: "After the receiver's answer the sender pushes the bytes of the file, as many as the header's size says.",
  },
  who: 'sender',
  step: 11,
  knownFor: ['Kopete', 'Digsby'],
  fixtures: {
    bad: ['cut-short', 'cut-short-proxied', 'cut-short-confirmed'],
    good: [
      'direct',
      'resume',
      'cancelled-midway',
      'cancelled-after-close',
      'data-lost-by-capture',
      'capture-ends-midway',
    ],
  },
  check: checkFiles((view, transfer) => {
    const { file } = view
    const prompt = promptOf(file)
    if (prompt === undefined || !file.accepted || file.left === 0) return undefined
    const has = `${file.start + file.received} of ${file.size} bytes`
    const shared = { expected: `${file.size - file.start} bytes`, found: `${file.received} bytes` }
    if (file.done) {
      const done = doneOf(file)
      // A receiver that has closed its side takes nothing any more; what the sender still sends may not be in the capture.
      const proof = closedThere(view)
      const isOver = proof === 'sure' || (view.track.intact && view.track.complete(receiverOf(file)))
      if (done?.header.nrecvd !== file.size || !isOver) return undefined
      return {
        ...shared,
        certainty: proof === 'sure' ? 'sure' : 'likely',
        packets: done.packets,
        message: `DONE ${last(done.packets)} confirms the whole file, but only ${has} were sent`,
      }
    }
    const closed = view.closed || (!file.overtaken && view.track.complete(receiverOf(file)))
    if (!closed || file.received === 0 || endedBy(transfer) !== undefined) return undefined
    const isFollowed = view.track.transfers[file.index + 1] !== undefined
    const who = isFollowed ? 'sender' : whoClosed(view)
    return {
      ...shared,
      certainty: least(closedThere(view), unexplained(view, transfer)),
      who,
      packets: [file.lastPacket],
      message: isFollowed
        ? `the sender went on to the next file after ${has}`
        : `the ${who} closed the connection after ${has}, without a CANCEL`,
      // Both stop a transfer by closing the connection, and say nothing.
      knownFor: ['Kopete', 'Digsby'],
    }
  }),
})
