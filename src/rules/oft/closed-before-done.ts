import { least } from '../certainty.ts'
import { defineRule } from '../define.ts'
import { checkFiles, closedThere, endedBy, gaveUpEarly, last, promptOf, unexplained, whoClosed } from '../endings.ts'

export default defineRule({
  code: 'OFT-32',
  name: 'closed-before-done',
  severity: 'error',
  kind: 'violation',
  title: 'The connection was closed before the file was done',
  why: "The file is not delivered, and without a CANCEL the other side cannot tell a user's decision from a broken network.",
  fix: "Keep the connection until the receiver's 0x0204, and send a CANCEL before closing it earlier.",
  spec: {
    doc: 'RendezvousProtocol',
    item: 'steps 12 and 13',
    says: 'Both sides drop the connection after the receiver has confirmed the file.',
  },
  who: 'sender',
  step: 12,
  fixtures: {
    bad: ['closed-before-data', 'closed-without-waiting'],
    good: ['direct', 'skip', 'cut-short', 'done-missing', 'ack-missing-closed', 'capture-ends-midway'],
  },
  check: checkFiles((view, transfer) => {
    const { file } = view
    const prompt = promptOf(file)
    if (prompt === undefined || file.done || !view.closed) return undefined
    const where = file.received > 0 ? `after ${file.start + file.received} of ${file.size} bytes` : 'before any data'
    const packets = file.received > 0 ? [file.lastPacket] : (file.headers.at(-1) ?? prompt).packets
    const shared = { packets, who: whoClosed(view), expected: '0x0204 DONE', found: 'the end of the connection' }
    const reason = endedBy(transfer)
    if (reason !== undefined) {
      const kind = reason.kind === 'cancel' ? 'CANCEL' : reason.kind
      return {
        ...shared,
        severity: 'note',
        certainty: closedThere(view),
        who: undefined,
        message: `the connection was closed ${where}: the ${reason.from} sent ${kind} ${last(reason.first.seen.packets)}`,
      }
    }
    // Data that stopped is OFT-20's, data without DONE OFT-08's, a resume that nobody agreed to OFT-31's.
    if (file.received > 0 || file.holeBytes > 0 || file.left === 0) return undefined
    if (file.seen('resume') !== undefined && !file.accepted) return undefined
    // A receiver that closes on the prompt, or that lets the sender wait for long, has not answered it: OFT-07.
    if (!file.accepted && !gaveUpEarly(view, prompt)) return undefined
    return {
      ...shared,
      certainty: least(closedThere(view), unexplained(view, transfer)),
      message: `the ${shared.who} closed the connection ${where}, without a CANCEL`,
    }
  }),
})
