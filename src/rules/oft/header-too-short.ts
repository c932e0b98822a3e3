import { hexNumber } from '../../bytes/hex.ts'
import { OFT_FIXED } from '../../peer/oft-header.ts'
import { defineRule } from '../define.ts'

/** The fixed part and a name field of 64 bytes. */
const USUAL = 256

export default defineRule({
  code: 'OFT-02',
  name: 'header-too-short',
  severity: 'error',
  kind: 'malformed',
  title: 'OFT2 header is shorter than its fields',
  why: 'The name field starts at byte 192: from a shorter header the peer reads fields that are not there, from one below 256 bytes a name field that old clients take to be 64 bytes long.',
  fix: 'Send 192 bytes of fields and a name field of at least 64 bytes, and count all of them, magic included, in the length.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, length',
    says: 'The length counts the whole header: 192 bytes and the name field, 256 in all for names up to 63 bytes.',
  },
  who: 'client',
  fixtures: { bad: ['header-of-180', 'header-says-180'], good: ['direct', 'long-name'] },
  check: {
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      const { length, name, type, from } = header
      if (length >= USUAL) return
      const isBroken = length < OFT_FIXED
      report({
        seen,
        transfer,
        certainty: 'sure',
        severity: isBroken ? 'error' : 'warning',
        who: view === undefined ? from : view.file.sender === seen.side ? 'sender' : 'receiver',
        message: `${hexNumber(type)} ${name} in #${seen.packets.at(-1)} has a header of ${length} bytes`,
        expected: `at least ${isBroken ? OFT_FIXED : USUAL}`,
        found: String(length),
      })
    },
  },
})
