import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'

const UTF16 = 2

export default defineRule({
  code: 'ICBM-14',
  name: 'text-unreadable',
  severity: 'warning',
  kind: 'malformed',
  title: 'Text of an instant message cannot be read as it says',
  why: 'Each receiver guesses: some show nothing, some rubbish, and the last character is lost.',
  fix: 'Write charset 0 for ASCII, 2 for UTF-16BE, whose length is even, or 3 for ISO-8859-1.',
  spec: {
    doc: 'ICBM',
    item: 'channel 1, text fragment',
    says: 'The text is of the charset that its fragment names: 0, 2 or 3.',
  },
  who: 'client',
  fixtures: { bad: ['text-of-unknown-charset', 'text-of-half-a-character'], good: ['text-in-utf16', 'message'] },
  check: {
    imText({ seen, charset, length }, report) {
      const isOdd = charset === UTF16
      report({
        seen,
        certainty: 'sure',
        message: `the text of #${seen.packets.at(-1)} is ${isOdd ? `UTF-16 of ${length} bytes` : `of charset ${hexNumber(charset)}`}`,
        expected: isOdd ? 'an even number of bytes' : 'charset 0, 2 or 3',
        found: isOdd ? `${length} bytes` : `charset ${charset}`,
      })
    },
  },
})
