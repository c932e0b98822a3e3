import { least, neverSent } from '../certainty.ts'
import { defineRule } from '../define.ts'
import { oftGhost } from '../ghosts.ts'
import { checkFiles, endedBy, last, receiverOf, unexplained } from '../endings.ts'

export default defineRule({
  code: 'OFT-46',
  name: 'listing-step-missing',
  severity: 'warning',
  kind: 'violation',
  title: 'A step of sending the listing is missing',
  why: 'Who shares files sends the listing when it was asked for, and takes requests when it has arrived: without these steps one waits for the other.',
  fix: 'Answer 0x1108 with 0x1209, and the last byte of the listing with 0x120B.',
  spec: {
    doc: 'joscar',
    item: 'get file',
    says: '0x1108 is answered by 0x1209, then the listing is sent, and 0x120B confirms it.',
  },
  who: 'receiver',
  fixtures: {
    bad: ['listing-unanswered', 'listing-unasked', 'listing-unconfirmed'],
    good: ['listing', 'listing-of-folder', 'listing-ack-lost-by-capture'],
  },
  check: checkFiles((view, transfer) => {
    const { file, track } = view
    const prompt = file.seen('prompt')
    if (prompt?.header.type !== 0x1108 || endedBy(transfer) !== undefined) return undefined
    const pushed = file.received > 0
    const lacksAck = !file.accepted && (pushed || view.closed)
    const lacksReceived = file.accepted && !file.done && file.left === 0 && view.closed
    if (!lacksAck && !lacksReceived) return undefined
    const missing = lacksAck ? '0x1209 LISTING_ACK' : '0x120B LISTING_RECEIVED'
    const never = neverSent(track, receiverOf(file))
    const packets = pushed ? [...prompt.packets, file.lastPacket] : prompt.packets
    return {
      certainty: pushed && lacksAck ? never : least(never, unexplained(view, transfer)),
      packets,
      message: `no ${missing} for the listing of ${last(prompt.packets)}`,
      expected: missing,
      found: pushed && lacksAck ? 'the listing' : 'the end of the connection',
      ghost: oftGhost(lacksAck ? 0x1209 : 0x120b, view),
    }
  }),
})
