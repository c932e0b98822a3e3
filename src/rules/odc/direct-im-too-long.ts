import { ODC_LONGEST } from '../../peer/odc.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'ODC-08',
  name: 'direct-im-too-long',
  severity: 'note',
  kind: 'violation',
  title: 'Direct IM frame is longer than 50 MiB',
  why: 'libpurple closes the connection instead of making room for it.',
  fix: 'Send large files by file transfer; a message with its pictures stays below 52,428,800 bytes.',
  spec: { doc: 'libpurple', item: 'odc.c', says: 'It gives up a connection that announces more than 50 MiB.' },
  who: 'client',
  fixtures: { bad: ['direct-im-of-60-mib'], good: ['direct-im', 'direct-im-picture'] },
  check: {
    odcFrame({ seen, frame }, report) {
      const { payloadLength } = frame.header
      if (payloadLength <= ODC_LONGEST) return
      report({
        seen,
        certainty: seen.intact ? 'sure' : 'likely',
        message: `#${seen.packets.at(-1)} announces a payload of ${payloadLength} bytes`,
        expected: `at most ${ODC_LONGEST}`,
        found: String(payloadLength),
      })
    },
  },
})
