import { decodeText, printable, type Encoding } from '../../src/bytes/printable.ts'
import { displayWidth, truncate } from '../../src/report/width.ts'
import { HOSTILE, RAW } from '../../test/report/hostile.ts'
import * as t from '../../test/support/index.ts'
import { promise, same, type Target } from '../target.ts'

const ENCODINGS: readonly Encoding[] = ['ascii', 'latin1', 'utf-8', 'utf-16be']

/** Text in every encoding: nothing that acts comes out, and what is printable stays as it is. */
export const target: Target = {
  name: 'printable',
  seeds: () => HOSTILE.flatMap((text) => [t.utf8(text), t.utf16be(text)]),
  words: ['\u0301', '\ufe0f', '\u{e0041}', '\ud7ff', '\u2800', '\u{1f600}'],
  run: (input) => {
    for (const encoding of ENCODINGS) {
      const { text } = decodeText(input, encoding)
      promise(!RAW.test(text) && !/[\n\t]/.test(text), () => `raw in ${encoding}: ${JSON.stringify(RAW.exec(text))}`)
      promise(text.isWellFormed(), () => 'a lone surrogate')
      same(printable(text), text, 'made printable twice')
      promise(displayWidth(truncate(text, 40)) <= 40, () => 'wider than allowed')
    }
  },
}
