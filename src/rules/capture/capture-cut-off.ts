import { checkFile } from '../capture-files.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-04',
  name: 'capture-cut-off',
  severity: 'warning',
  kind: 'capture',
  title: 'The capture could not be read to its end',
  why: 'What came behind is missing: conversations that were open there are judged by what is left of them.',
  fix: 'Stop the capturing program before copying its file, and copy or download all of it.',
  spec: { doc: 'pcap', item: 'packet record', says: 'Each record says how many bytes follow.' },
  who: 'capture',
  fixtures: { bad: ['capture-cut-off'], good: ['signon', 'direct', 'record-damaged'] },
  check: checkFile('file-truncated', 'gzip-damaged', 'gzip-limit', 'read-failed', 'file-replaced'),
})
