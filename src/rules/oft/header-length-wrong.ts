import { hexNumber } from '../../bytes/hex.ts'
import type { Seen } from '../../conversation/message.ts'
import { OFT_FIXED, OFT_USUAL } from '../../peer/oft-header.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'OFT-02',
  name: 'header-length-wrong',
  severity: 'warning',
  kind: 'malformed',
  title: 'OFT2 header is not as long as it says or has to be',
  why: 'The name field starts at byte 192: from a shorter header the peer reads fields that are not there, from one below 256 bytes a name field that old clients take to be 64 bytes long.',
  fix: 'Send 192 bytes of fields and a name field of at least 64 bytes, and count all of them, magic included, in the length.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, length',
    says: 'The length counts the whole header: 192 bytes and the name field, 256 in all for names up to 63 bytes.',
  },
  who: 'client',
  fixtures: {
    bad: ['header-of-180', 'header-says-180', 'prompt-says-240', 'prompt-says-1024', 'ack-says-1024', 'done-says-300'],
    good: ['direct', 'long-name', 'long-name-in-pieces', 'capture-ends-in-long-header'],
  },
  check: {
    oftHeader({ seen, header: { header, bytes }, transfer, view }, report) {
      const { length, name, type, from } = header
      const isLonger = bytes.length < length
      if (length >= OFT_USUAL && !isLonger) return
      const isBroken = length < OFT_FIXED
      const real = length === bytes.length ? '' : `, and has ${bytes.length}`
      report({
        seen,
        transfer,
        // The rest may be still to come, or be captured later.
        certainty: seen.intact && seen.inOrder && (!isLonger || !atEnd(seen)) ? 'sure' : 'capture-incomplete',
        severity: isBroken ? 'error' : 'warning',
        who: view === undefined ? from : view.file.sender === seen.side ? 'sender' : 'receiver',
        message: `${hexNumber(type)} ${name} in #${seen.packets.at(-1)} says its header has ${length} bytes${real}`,
        expected: isLonger ? String(bytes.length) : `at least ${isBroken ? OFT_FIXED : OFT_USUAL}`,
        found: String(length),
      })
    },
  },
})

/** The capture, and not the sender, may have ended the header. */
function atEnd({ track, side }: Seen): boolean {
  return track.over && !track.flow.stream(side).ended
}
