import { defineRule } from '../define.ts'
import { checkFiles, closedThere, doneOf, last, promptOf } from '../endings.ts'
import { PATIENCE } from '../patience.ts'

export default defineRule({
  code: 'OFT-33',
  name: 'connection-left-open',
  severity: 'note',
  kind: 'violation',
  title: 'The connection was left open after the last file',
  why: 'Both sides keep a socket and a window for a transfer that is over.',
  fix: 'Close the connection with the DONE of the last file, as receiver or, when that does not, as sender.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'step 13',
    says: 'Both sides drop the connection after the receiver has confirmed the file.',
  },
  who: 'client',
  fixtures: {
    bad: ['left-open', 'never-closed'],
    good: ['direct', 'folder', 'capture-ends-after-done'],
  },
  check: checkFiles((view, transfer) => {
    const { file, track } = view
    const done = doneOf(file)
    if (done === undefined || (promptOf(file)?.header.filesLeft ?? 2) > 1) return undefined
    const { conversation } = transfer
    const isClosed = track.flow.closed !== 'open'
    const until = isClosed ? track.flow.closedAt : (conversation?.finished ?? 0)
    const seconds = Math.floor(until - done.time)
    if (seconds <= PATIENCE.close.seconds) return undefined
    return {
      // The end of one side may have been missed.
      certainty: isClosed && closedThere(view) === 'sure' ? 'sure' : 'likely',
      packets: done.packets,
      message: `the connection was ${isClosed ? '' : 'still '}open ${seconds} seconds after the DONE of the last file, ${last(done.packets)}`,
      expected: `less than ${PATIENCE.close.seconds} seconds`,
      found: `${seconds} seconds`,
    }
  }),
})
