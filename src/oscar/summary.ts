/** Short lines about decoded messages, for the timeline. */
import { find, type Node } from '../bytes/node.ts'
import { htmlText } from './html.ts'

const MAX_TEXT = 60
const MAX_PIECES = 4
/** Longer hex tells nobody anything. */
const MAX_HEX = 16

/** Nodes that are structure, not content. */
const DULL = new Set(['snac', 'prefix', 'undecoded', 'trailing', 'tlvCount', 'tlvLength', 'cookie', 'padding', 'hash'])

/** At most `length` characters, with an ellipsis for the rest. */
export function shorten(text: string, length = MAX_TEXT): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

/** `2000` as `2,000`. */
export function thousands(value: number): string {
  const digits = String(value)
  let text = ''
  for (let i = 0; i < digits.length; i++) text += (i > 0 && (digits.length - i) % 3 === 0 ? ',' : '') + digits[i]!
  return text
}

/** What a leaf says: names of flags, label of a number, or the value. Empty when it is missing. */
export function say(node: Node | undefined, ...path: readonly string[]): string {
  const leaf = node && find(node, ...path)
  if (!leaf || leaf.secret) return ''
  if (leaf.flags) return leaf.flags.join('+')
  if (leaf.label !== undefined && typeof leaf.value === 'number') return leaf.label
  return leaf.value === undefined || leaf.value === null || leaf.value === true ? '' : String(leaf.value)
}

/** The words of an HTML message on one line. */
export function plainText(html: string, length = MAX_TEXT): string {
  // Nobody reads more of it: tags and entities take several characters for each that is shown.
  return shorten(oneLine(htmlText(html.slice(0, length * 40))), length)
}

/** Not with an expression for white space around a break: it tries each space of a text without one. */
function oneLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').join(' ')
}

/** The first few fields of a message that say something. */
export function tellingFields(node: Node): string {
  const pieces: string[] = []
  for (const child of node.children ?? []) {
    if (pieces.length === MAX_PIECES) break
    const piece = DULL.has(child.name) ? '' : tell(child)
    if (piece !== '') pieces.push(piece)
  }
  return shorten(pieces.join(' · '), 2 * MAX_TEXT)
}

function tell(node: Node): string {
  if (node.list) return tellList(node)
  if (node.children) return say(node, 'screenName')
  if (node.name === 'screenName') return say(node)
  if (node.secret) return node.name
  if (node.value === true) return node.name
  const text = say(node)
  const hidden = text === '' || (node.tag !== undefined && node.name.startsWith('TLV_') && text.length > MAX_HEX)
  return hidden ? '' : `${node.name} ${shorten(text)}`
}

function tellList(node: Node): string {
  const items = node.children ?? []
  const texts = items.slice(0, MAX_PIECES).map((item) => (item.children ? say(item, 'screenName') : say(item)))
  if (items.length > 0 && items.length <= MAX_PIECES && texts.every((text) => text !== '' && text.length <= MAX_TEXT)) {
    return `${node.name} ${texts.join(', ')}`
  }
  return `${items.length} × ${node.name}`
}
