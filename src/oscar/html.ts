/** The words of an AIM message, which is HTML: what its reader sees, without the tags. */
import type { Node } from '../bytes/node.ts'
import { printable } from '../bytes/printable.ts'
import { string, type Block, type Draft } from './types.ts'

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['nbsp', ' '],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
])

/** Elements that begin a new line. */
const BREAKS = new Set(['br', 'p', 'div', 'hr', 'tr', 'li'])
/** The name of the element at the start of a tag, closing ones included. */
const ELEMENT = /^\/?([a-z][a-z0-9]*)/i
const ENTITY = /&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi

/** Tags out, entities resolved, line breaks where the tags have them. */
export function htmlText(html: string): string {
  let text = ''
  let close = 0
  for (let at = 0; at < html.length; at++) {
    if (html[at] !== '<') {
      text += html[at]!
      continue
    }
    // Looked for once, also where there is none: a text may be all `<`.
    if (close >= 0 && close <= at) close = html.indexOf('>', at)
    const [, element] = ELEMENT.exec(html.slice(at + 1, at + 12)) ?? []
    const isTag = close >= 0 && (element !== undefined || html[at + 1] === '!')
    if (!isTag) text += '<'
    else {
      if (element !== undefined && html[at + 1] !== '/' && BREAKS.has(element.toLowerCase())) text += '\n'
      at = close
    }
  }
  return text.replace(ENTITY, resolve).trim()
}

function resolve(entity: string, name: string): string {
  if (name[0] !== '#') return ENTITIES.get(name.toLowerCase()) ?? entity
  const code = name[1]?.toLowerCase() === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : entity
}

/** A node for the words of `text`, when they are not what stands in it; it has no bytes of its own. */
function wordsOf(text: Node | undefined, name: string): Draft | undefined {
  if (typeof text?.value !== 'string' || !/[<&]/.test(text.value)) return undefined
  const words = printable(htmlText(text.value))
  return words === text.value ? undefined : { name, at: text.end, end: text.end, value: words }
}

const plainName = (name: string): string => (name === name.toUpperCase() ? `${name}_PLAIN` : `${name}Plain`)

/** The fields of a block, and behind each text that is HTML its words as `<name>Plain` or `<NAME>_PLAIN`. */
export function withWords(block: Block, ...names: readonly string[]): Block {
  return {
    ...block,
    fields: [...(block.fields ?? []), ...names.map((name) => [plainName(name), string] as const)],
    readInto(cursor, out) {
      const from = out.length
      block.readInto(cursor, out)
      for (let at = out.length - 1; at >= from; at--) {
        const { name } = out[at]!
        if (!names.includes(name)) continue
        const words = wordsOf(out[at], plainName(name))
        if (words !== undefined) out.splice(at + 1, 0, words)
      }
    },
  }
}
