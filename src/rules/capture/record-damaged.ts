import { checkFile } from '../capture-files.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-05',
  name: 'record-damaged',
  severity: 'warning',
  kind: 'capture',
  title: 'A record of the capture is damaged',
  why: 'Nobody can tell where the next one begins, so nothing behind it was read.',
  fix: 'Take the capture again, or cut it in front of the offset that is named; a transfer in text mode damages files in this way.',
  spec: {
    doc: 'pcap, pcapng',
    item: 'record and block lengths',
    says: 'A record is as long as it says, and no longer than a packet can be.',
  },
  who: 'capture',
  fixtures: { bad: ['record-damaged'], good: ['signon', 'direct', 'capture-cut-off'] },
  check: checkFile('captured-length', 'block-length', 'block-trailer', 'byte-order-magic'),
})
