import { checkFile } from '../capture-files.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-06',
  name: 'packet-left-out',
  severity: 'note',
  kind: 'capture',
  title: 'Packets of the capture could not be used',
  why: 'They are missing like packets that were never captured.',
  fix: 'Write the capture with a program that keeps to the format: mergecap and editcap do.',
  spec: {
    doc: 'pcapng',
    item: 'Enhanced Packet Block',
    says: 'A packet names an interface that was described before, and is no longer than its block.',
  },
  who: 'capture',
  fixtures: { bad: ['packet-of-no-interface'], good: ['signon', 'direct'] },
  check: checkFile('packet-length', 'unknown-interface', 'interface-limit'),
})
