import { checkFile } from '../capture-files.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-07',
  name: 'record-odd',
  severity: 'note',
  kind: 'capture',
  title: 'Records of the capture are odd',
  why: 'They were read all the same; their times or lengths may be wrong.',
  fix: 'Nothing, if the times are not needed; else look for the program that wrote the file.',
  spec: {
    doc: 'pcap, pcapng',
    item: 'fields of headers and records',
    says: 'Lengths and times are in their ranges and agree with each other.',
  },
  who: 'capture',
  fixtures: { bad: ['record-above-snaplen', 'time-fraction-too-large'], good: ['signon', 'direct'] },
  check: checkFile(
    'above-snaplen',
    'above-original',
    'option-invalid',
    'section-length',
    'simple-packet-interface',
    'time-fraction',
    'time-range',
    'time-zone',
    'gzip-trailing',
  ),
})
