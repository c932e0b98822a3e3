/** Text whose charset is named by another TLV of the same block, as often behind it as before it. */
import { hex } from '../bytes/hex.ts'
import type { Node } from '../bytes/node.ts'
import { codePage } from '../bytes/code-page.ts'
import { decodeText, type Encoding } from '../bytes/printable.ts'
import type { Block, Draft } from './types.ts'

/** What OSCAR calls otherwise than the rest of the world. */
const OWN_NAMES: ReadonlyMap<string, Encoding> = new Map<string, Encoding>([
  ['unicode-2-0', 'utf-16be'],
  ['iso-8859-1', 'latin1'],
  ['us-ascii', 'local'],
  // Some say so and write something else.
  ['utf-8', 'local'],
])

/** Encoding of a charset or of a MIME type with one; undefined when it names none that anybody knows. */
export function encodingOf(charset: Node | undefined): Encoding | undefined {
  if (typeof charset?.value !== 'string') return undefined
  const text = charset.value.toLowerCase()
  const [, stated] = /charset="?([^\s";]+)/.exec(text) ?? []
  const name = stated ?? text.trim()
  return OWN_NAMES.get(name) ?? codePage(name)
}

/** Decodes `bytes[start, end)` into a text node again. */
export function recode(bytes: Uint8Array, node: Draft, start: number, end: number, encoding: Encoding): void {
  const wire = bytes.subarray(start, end)
  const { text, valid } = decodeText(wire, encoding)
  node.value = text
  if (valid) delete node.raw
  else node.raw = hex(wire)
}

/** TLVs some of whose texts are in the charset that another one names. */
export function withCharsets(block: Block, pairs: readonly (readonly [charset: number, text: number])[]): Block {
  return {
    ...block,
    readInto(cursor, out) {
      block.readInto(cursor, out)
      for (const [charsetTag, textTag] of pairs) {
        const encoding = encodingOf(out.find(({ tag }) => tag === charsetTag))
        const text: Draft | undefined = out.find(({ tag }) => tag === textTag)
        if (encoding && text && !text.children) recode(cursor.bytes, text, text.at + 4, text.end, encoding)
      }
    },
  }
}
