import { readPaste, type Pasted } from '../../src/report/paste/read.ts'
import { recognise, SHAPE_NAMES } from '../../src/report/paste/recognise.ts'
import { treeLines } from '../../src/report/tree.ts'
import { RAW } from '../../test/report/hostile.ts'
import * as t from '../../test/support/index.ts'
import { frames } from '../seeds.ts'
import { promise, type Target } from '../target.ts'

/** Pasted text, and the bytes in it as every kind that they can be said to be. */
export const target: Target = {
  name: 'paste',
  seeds: () => [
    ...frames().map((frame) => t.utf8(t.toHex(frame))),
    ...[
      '0x2a, 0x02',
      '[42 2 0 1]',
      'b"\\x2a\\x02"',
      '00000000: 2a02 0001 0006  *.....',
      '\t0x0000:  4500 0028',
      'KgIAAQ==',
    ].map(t.utf8),
  ],
  words: ['0x', '\\x', '{', '}', '[', ']', '/*', '*/', '//', '"', "'", '\n', '0000:', '  |..|', '\t'],
  longest: 2048,
  run: (input) => {
    const text = new TextDecoder().decode(input)
    for (const pasted of [readPaste(text), readPaste(text, true)]) {
      if (!isPasted(pasted)) continue
      for (const bytes of pasted) for (const kind of [undefined, ...SHAPE_NAMES]) show(bytes, kind)
    }
    for (const kind of SHAPE_NAMES) show(input, kind)
  },
}

const isPasted = (result: ReturnType<typeof readPaste>): result is Pasted => Array.isArray(result)

function show(bytes: Uint8Array, kind: (typeof SHAPE_NAMES)[number] | undefined): void {
  const { found, rest } = recognise(bytes, 0, kind)
  promise(rest <= bytes.length, () => 'beyond the end')
  for (const { nodes, summary } of found) {
    const shown = [summary, ...treeLines(nodes, { secrets: true, indent: 0 })].join('\n')
    promise(!RAW.test(shown), () => `raw: ${JSON.stringify(RAW.exec(shown))}`)
  }
}
